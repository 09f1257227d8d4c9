import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  dataCenter,
  dataCenterInWords,
  describeDataCenter,
  isLocation,
  metro,
} from '../../../../src/tunnels/model/dataCenters.ts';
import { dataCenterTable } from '../../../../src/tunnels/model/dataCenterTable.ts';
import { codesByCountry } from '../../../support/dataCenters/cloudflare.ts';
import { dataCenterTableSource } from '../../../support/dataCenters/table.ts';

const listed = Object.values(codesByCountry).flatMap((codes) => codes.split(' '));

describe('A data center', () => {
  it('is told by its city and code, in the form of today and the older one', () => {
    assert.equal(describeDataCenter('dfw08'), 'Dallas (dfw08)');
    assert.equal(describeDataCenter('DFW'), 'Dallas (DFW)');
    assert.equal(describeDataCenter('Gru21'), 'São Paulo (Gru21)');
  });

  it('is told with its country where there is room', () => {
    assert.equal(dataCenterInWords('dfw08'), 'dfw08 · Dallas, United States');
    assert.equal(dataCenterInWords('LHR'), 'LHR · London, United Kingdom');
  });

  it('says once what is city and country in one', () => {
    assert.equal(dataCenterInWords('sin02'), 'sin02 · Singapore');
    assert.equal(dataCenterInWords('lux01'), 'lux01 · Luxembourg City, Luxembourg');
    assert.doesNotMatch(dataCenterInWords('hkg01'), /Hong Kong,/);
  });

  it('gives its parts one by one', () => {
    assert.deepEqual(dataCenter('iad05'), {
      code: 'iad05',
      metro: 'IAD',
      city: 'Ashburn',
      country: 'United States',
    });
  });

  it('shares its metro with the others of its city', () => {
    assert.equal(metro('lhr14'), 'LHR');
    assert.equal(metro('lhr14'), metro('LHR'));
    assert.notEqual(metro('lhr14'), metro('man01'));
  });

  it('is not told by one of the older codes, which name a location', () => {
    assert.deepEqual(['LHR', 'lhr', 'zzz'].map(isLocation), [true, true, true]);
    assert.deepEqual(['lhr01', 'LHR1', 'lh', 'lhrx', 'lhr\n', ''].filter(isLocation), []);
  });

  it('goes by the name that Cloudflare gives it, not by that of the airport', () => {
    const cities = {
      ams: 'Amsterdam',
      cdg: 'Paris',
      cnn: 'Kannur',
      ebb: 'Kampala',
      ewr: 'Newark',
      fra: 'Frankfurt',
      kbp: 'Kyiv',
      kix: 'Osaka',
      nrt: 'Tokyo',
      ord: 'Chicago',
      qwj: 'Americana',
      rdu: 'Durham',
      sea: 'Seattle',
      sjc: 'San Jose',
      sjo: 'San José',
      zdm: 'Ramallah',
    };
    assert.deepEqual(
      Object.fromEntries(Object.keys(cities).map((code) => [code, dataCenter(`${code}01`).city])),
      cities,
    );
  });
});

describe('A code that names no known data center', () => {
  const unknown = [
    'yrv01',
    'ZZZ',
    'df',
    'dfwx',
    'dfw-08',
    'dfw 08',
    ' dfw08',
    'dfw08\n',
    'dfw08a',
    '08dfw',
    'ＤＦＷ',
    '',
  ];
  const namesOfObjects = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'map', 'get'];

  for (const code of [...unknown, ...namesOfObjects]) {
    it(`stays as it is: ${JSON.stringify(code)}`, () => {
      assert.equal(describeDataCenter(code), code);
      assert.equal(dataCenterInWords(code), code);
      assert.equal(dataCenter(code).code, code);
      assert.equal(dataCenter(code).city, undefined);
      assert.equal(dataCenter(code).country, undefined);
    });
  }

  it('has a metro where it has the form of one, and stands for itself otherwise', () => {
    assert.equal(metro('zzz04'), metro('ZZZ'));
    assert.equal(metro('dfw-08'), 'dfw-08');
    assert.equal(metro('constructor'), 'constructor');
    assert.equal(metro(''), '');
  });
});

describe('The table of data centers', () => {
  it('is what npm run data-centers makes', () => {
    const file = new URL('../../../../src/tunnels/model/dataCenterTable.ts', import.meta.url);
    assert.equal(readFileSync(file, 'utf8').replaceAll('\r\n', '\n'), dataCenterTableSource());
  });

  it('is small: it is part of the bundle', () => {
    assert.ok(Buffer.byteLength(dataCenterTable) < 12_000);
  });

  it('holds every listed code, with a city and the name of a country', () => {
    assert.ok(listed.length > 330);
    for (const code of listed) {
      assert.match(code, /^[A-Z]{3}$/);
      const { city, country } = dataCenter(code);
      assert.ok(city !== undefined && /^\p{Lu}[\p{L} .'-]*\p{Ll}$/u.test(city), `${code}: ${city}`);
      // Of a code that is no country's, Intl gives the code itself.
      assert.ok(country !== undefined && country.length > 2, `${code}: ${country}`);
    }
  });
});
