import assert from 'node:assert/strict';
import { readConfiguration } from '../../../src/cloudflare/schemas.ts';
import { aConfiguration } from '../../support/sampleCompany.ts';

const service = 'http://localhost:80';
/** The options of each rule. */
const optionsOf = (config: unknown) =>
  readConfiguration({ config }).value?.rules.map(({ originRequest }) => originRequest);

describe('The options of a rule', () => {
  it('are its own over those for all rules', () => {
    const config = {
      originRequest: { connectTimeout: 10, noTLSVerify: true },
      ingress: [{ service }, { service, originRequest: { connectTimeout: 3, http2Origin: true } }],
    };
    assert.deepEqual(optionsOf(config), [
      { connectTimeout: 10, noTLSVerify: true },
      { connectTimeout: 3, noTLSVerify: true, http2Origin: true },
    ]);
  });

  it('are none where none are sent', () => {
    assert.deepEqual(optionsOf({ ingress: [{ service }, { service, originRequest: null }] }), [{}, {}]);
    assert.deepEqual(optionsOf({ originRequest: null, ingress: [{ service }] }), [{}]);
  });

  it('may be others than are known, with values of any kind', () => {
    const originRequest = { newOption: { a: [1] }, ipRules: [{ prefix: '::/0' }], proxyType: '' };
    assert.deepEqual(optionsOf({ ingress: [{ service, originRequest }] }), [originRequest]);
  });

  it('that are no object are left out and named, and the rule is kept', () => {
    const { value, unreadable } = readConfiguration({
      version: 4,
      config: { originRequest: 'x', ingress: [{ hostname: 'a', service, originRequest: [1] }] },
    });
    assert.deepEqual(
      value?.rules.map(({ hostname, originRequest }) => [hostname, originRequest]),
      [['a', {}]],
    );
    assert.deepEqual(unreadable.toSorted(), [
      'result.config.ingress[0].originRequest',
      'result.config.originRequest',
    ]);
    assert.equal(value.version, 4);
  });
});

describe('The rules of a configuration', () => {
  it('keep their order and their JSON, the catch-all without a hostname', () => {
    const { value } = readConfiguration(aConfiguration());
    assert.deepEqual(
      value?.rules.map(({ hostname, path, service: to }) => [hostname, path, to]),
      [
        ['www.larkfield.example', undefined, 'http://localhost:8080'],
        [undefined, undefined, 'http_status:404'],
      ],
    );
    assert.deepEqual(value.rules[1]?.json, { service: 'http_status:404' });
  });

  it('are none where nothing was ever published', () => {
    for (const config of [null, undefined, {}, { ingress: null }]) {
      assert.deepEqual(readConfiguration({ version: 0, config }).value?.rules, []);
    }
  });
});
