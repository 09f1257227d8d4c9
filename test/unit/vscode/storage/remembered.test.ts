import assert from 'node:assert/strict';
import { FilterMemory } from '../../../../src/vscode/storage/filterMemory.ts';
import { MuteMemory } from '../../../../src/vscode/storage/muteMemory.ts';
import { FakeMemento } from '../../../support/fakeMemento.ts';

describe('What is remembered', () => {
  it('is there again for whoever reads the same memory, and its change is told', async () => {
    const memory = new FakeMemento();
    const filter = new FilterMemory(memory);
    let told = 0;
    const leave = filter.onDidChange(() => told++);
    await filter.write('wrong');
    assert.deepEqual([filter.value, new FilterMemory(memory).value, told], ['wrong', 'wrong', 1]);
    leave();
    await filter.write('all');
    assert.deepEqual([filter.value, told], ['all', 1]);
  });

  it('is the default where something else is stored', async () => {
    const memory = new FakeMemento();
    assert.equal(new FilterMemory(memory).value, 'all');
    for (const key of ['tunnelsToShow', 'mutedTunnels']) await memory.update(key, [7]);
    assert.deepEqual([new FilterMemory(memory).value, new MuteMemory(memory).value], ['all', []]);
  });

  it('of muted tunnels is each once', async () => {
    const mutes = new MuteMemory(new FakeMemento());
    await mutes.set('a', true);
    await mutes.set('b', true);
    await mutes.set('a', true);
    assert.deepEqual(mutes.value, ['b', 'a']);
    await mutes.set('b', false);
    assert.deepEqual(mutes.value, ['a']);
  });
});
