import assert from 'node:assert/strict';
import { Viewers } from '../../../src/watch/viewers.ts';

describe('Who looks at a tunnel', () => {
  it('is counted for each tunnel by itself', () => {
    const viewers = new Viewers();
    viewers.add('w', 'row');
    viewers.add('x', 'details');
    assert.deepEqual([viewers.has('w'), viewers.has('x'), viewers.has('y')], [true, true, false]);
    assert.deepEqual([...viewers.keys], ['w', 'x']);
  });

  it('keeps it open until the last one has closed it', () => {
    const viewers = new Viewers();
    viewers.add('w', 'row');
    viewers.add('w', 'details');
    viewers.delete('w', 'row');
    assert.equal(viewers.has('w'), true);
    viewers.delete('w', 'details');
    assert.deepEqual([viewers.has('w'), viewers.keys.size], [false, 0]);
  });

  it('is the same where it comes twice', () => {
    const viewers = new Viewers();
    viewers.add('w', 'row');
    viewers.add('w', 'row');
    viewers.delete('w', 'row');
    assert.equal(viewers.has('w'), false);
  });

  it('closes nothing that it did not open', () => {
    const viewers = new Viewers();
    viewers.delete('w', 'row');
    viewers.add('w', 'row');
    viewers.delete('w', 'details');
    assert.equal(viewers.has('w'), true);
  });
});
