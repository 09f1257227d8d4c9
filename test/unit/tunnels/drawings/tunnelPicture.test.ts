import assert from 'node:assert/strict';
import { barsImage } from '../../../../src/tunnels/drawings/bars.ts';
import { imageOf, shape, words } from '../../../../src/tunnels/drawings/svg.ts';
import { tunnelPicture } from '../../../../src/tunnels/drawings/tunnelPicture.ts';
import type { Connector, Tunnel } from '../../../../src/tunnels/model/tunnel.ts';
import { imageMarkdown } from '../../../../src/tunnels/text/markdown.ts';
import { svgOf, wordsIn } from '../../../support/drawings.ts';
import { connectorOf, tunnelOf } from '../../../support/models.ts';
import { parsed } from '../../../support/parsedMarkdown.ts';
import { hostileName } from '../../../support/sampleCompany.ts';

const web = tunnelOf({ id: 'w', name: 'web' });
const having = (id: string, ...dataCenters: readonly string[]) => connectorOf({ id }, { dataCenters });
const whole = having('whole', 'dfw08', 'dfw08', 'iad05', 'iad07');
const draw = (connectors: readonly Connector[], tunnel: Tunnel = web) =>
  tunnelPicture({ tunnel, connectors, called: ({ key }) => key }, 'light');
const dashed = (connectors: readonly Connector[], tunnel?: Tunnel) =>
  svgOf(draw(connectors, tunnel)).match(/stroke-dasharray/g)?.length ?? 0;

describe('The picture of a tunnel', () => {
  it('leads from the tunnel over its connectors to their cities, with counts', () => {
    const image = draw([whole, having('other', 'dfw08', 'dfw08', 'dfw08', 'dfw08')]);
    assert.deepEqual(wordsIn(image), [
      ...['2', '2', '4'],
      ...['web', 'healthy'],
      ...['whole', '4 connections · 203.0.113.7', 'other', '4 connections · 203.0.113.7'],
      ...['Dallas', '6 connections', 'Ashburn', '2 connections'],
    ]);
    assert.equal(image.alt, 'The tunnel is healthy: 2 connectors; Dallas 6, Ashburn 2');
    assert.equal(dashed([whole]), 0);
  });

  it('has in dashes what is lacking of the usual four connections, and says how many', () => {
    const three = having('three', 'dfw08', 'dfw08', 'iad05');
    const image = draw([three, whole]);
    assert.deepEqual(wordsIn(image).slice(-2), ['not connected', '1 missing']);
    assert.equal(image.alt, 'The tunnel is healthy: 2 connectors; Dallas 4, Ashburn 3, not connected 1');
    // The line, and the box that it leads to.
    assert.equal(dashed([three, whole]), 2);
  });

  it('takes what all connectors of a healthy tunnel have for their number, as if set so', () => {
    const two = ['a', 'b'].map((id) => having(id, 'dfw08', 'iad05'));
    assert.equal(dashed(two), 0);
    assert.equal(dashed(two, tunnelOf({ status: 'degraded' })), 3);
  });

  it('has a connector without connections in dashes, with the line to its tunnel', () => {
    const image = draw([having('lost')], tunnelOf({ name: 'web', status: 'down' }));
    assert.equal(image.alt, 'The tunnel is down: 1 connector; not connected 4');
    assert.equal(dashed([having('lost')], tunnelOf({ status: 'down' })), 4);
  });

  it('counts no connection that the edge has lost', () => {
    const lost = { colo_name: 'man01', is_pending_reconnect: true };
    const live = ['dfw08', 'dfw08', 'dfw08'].map((colo_name) => ({ colo_name }));
    assert.match(
      draw([connectorOf({ conns: [...live, lost] }), whole]).alt,
      /; Dallas 5, Ashburn 2, not connected 1$/,
    );
  });

  it('says a code that it does not know, and that none was sent', () => {
    const conns = ['zzz01', null, null].map((colo_name) => ({ colo_name }));
    assert.match(draw([connectorOf({ conns })]).alt, /; Unknown data center 2, ZZZ 1$/);
  });

  it('draws 25 connectors and cities, and the rest as one', () => {
    const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef');
    const many = letters.map((letter) =>
      having(letter, `q${letter.toLowerCase()}q01`, 'dfw08', 'dfw08', 'dfw08'),
    );
    const image = draw(many);
    assert.ok(wordsIn(image).includes('and 7 more'));
    assert.match(image.alt, /^The tunnel is healthy: 32 connectors; Dallas 96, .*, and 2 more 2$/);
    const thousand = Array.from({ length: 1000 }, (_, index) => having(`${index}`, `x${index}`, `y${index}`));
    assert.ok(draw(thousand).uri.length < 40_000, `${draw(thousand).uri.length}`);
  });
});

describe('The bars of an audit', () => {
  const bars = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ label: `city ${index}`, count: 2000 - index }));
  const look = { theme: 'dark', style: { locale: 'en' } } as const;

  it('say what each is, and how many there are', () => {
    const image = barsImage(
      { title: 'T', bars: [{ label: 'down', count: 1, status: 'down' }, ...bars(1)] },
      look,
    );
    assert.deepEqual(wordsIn(image), ['down', '1', 'city 0', '2,000']);
    assert.equal(image.alt, 'T: down 1, city 0 2,000');
  });

  it('are twelve, and one for all others', () => {
    assert.match(barsImage({ title: 'T', bars: bars(15) }, look).alt, /, city 11 1,989, and 3 more 5,961$/);
  });
});

describe('Text from outside in a drawing', () => {
  const texts = [
    hostileName,
    '</text></svg><script>alert(1)</script>',
    '" onload="alert(1)',
    '&lt;&amp;&#0; ]]>',
    '\uFFFE\uFFFF\uD800\u0000\u202E',
    '![x](https://evil.example) `a` <b>',
    '🚇'.repeat(100),
  ];
  for (const text of texts) {
    it(`is text and nothing else: ${JSON.stringify(text.slice(0, 40))}`, () => {
      const connector = connectorOf({ id: text, conns: [{ colo_name: text, origin_ip: text }] });
      const tunnel = tunnelOf({ name: text, status: text as 'healthy' });
      const images = [
        tunnelPicture({ tunnel, connectors: [connector], called: () => text }, 'dark'),
        barsImage({ title: 'T', bars: [{ label: text, count: 1 }] }, { theme: 'dark', style: {} }),
        imageOf(text, 10, 10, [shape('g', { id: text }, words(text, 0, 0, {}))]),
      ];
      for (const image of images) {
        const said = wordsIn(image).join('');
        assert.doesNotMatch(said, /[\p{Cc}\p{Cf}\p{Cs}]/u);
        const { pictures, foreign, outside } = parsed(`${imageMarkdown(image)}\n`);
        assert.equal(pictures.length, 1);
        assert.equal(pictures[0]?.uri, image.uri);
        assert.deepEqual([foreign, outside], [[], '']);
      }
    });
  }

  it('loses nothing that is no markup from the words beside a picture', () => {
    const alt = 'Rack-4 (a, b): 50% of "x"; +1 #2';
    assert.equal(imageMarkdown({ alt, uri: 'x' }), `![${alt}](x)`);
  });

  it('is cut between two characters', () => {
    const connector = connectorOf({ id: 'a' });
    const tunnel = tunnelOf({ name: `a${'🚇'.repeat(80)}` });
    const image = tunnelPicture({ tunnel, connectors: [connector], called: () => 'x' }, 'dark');
    assert.ok(wordsIn(image).includes(`a${'🚇'.repeat(24)}…`));
  });
});
