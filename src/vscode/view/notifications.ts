import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { describeNotice } from '../../tunnels/changes/noticeWords.ts';
import { decideNotices, noNotices, withoutAccount } from '../../tunnels/changes/notices.ts';
import type { Notice, NoticedTunnel } from '../../tunnels/changes/notices.ts';
import { withoutTold, withTold } from '../../tunnels/changes/toldNotices.ts';
import { withoutLinks } from '../../tunnels/text/text.ts';
import type { Instant } from '../../tunnels/text/time.ts';
import type { ChangeLog } from '../../watch/changeLog.ts';
import type { Watch } from '../../watch/watch.ts';
import type { MuteMemory } from '../storage/muteMemory.ts';
import type { NoticeMemory } from '../storage/noticeMemory.ts';
import type { SettingsStore } from '../storage/settingsStore.ts';
import { style } from '../style.ts';
import type { Reveal } from './reveal.ts';

/** Tells of tunnels that get into trouble, once an episode, in one window; of which, `tunnels/changes` decides. */
export class Notifications implements vscode.Disposable {
  readonly #watch: Watch;
  readonly #settings: SettingsStore;
  readonly #mutes: MuteMemory;
  readonly #memory: NoticeMemory;
  readonly #reveal: Reveal;
  readonly #leave: readonly (() => void)[];
  /** When each account was read before its latest reading. */
  readonly #since = new Map<string, Instant>();
  #state = noNotices;

  constructor(
    watch: Watch,
    log: ChangeLog,
    settings: SettingsStore,
    mutes: MuteMemory,
    memory: NoticeMemory,
    reveal: Reveal,
  ) {
    this.#watch = watch;
    this.#memory = memory;
    this.#settings = settings;
    this.#mutes = mutes;
    this.#reveal = reveal;
    this.#leave = [
      log.onDidRead((changes, { accountId, since }) => {
        const { notifications: level } = this.#settings.current;
        const now = Date.now();
        const options = { now, level, muted: this.#mutes.value };
        const decided = decideNotices(this.#state, changes, options);
        this.#state = decided.state;
        this.#since.set(accountId, since);
        const { told } = this.#memory;
        const notices = withoutTold(decided.notices, told, this.#since);
        if (changes.length + notices.length > 0) this.#memory.set(withTold(told, changes, notices, now));
        for (const notice of notices) void this.#tell(notice);
      }),
      watch.onDidEnd((accountId) => {
        this.#state = withoutAccount(this.#state, accountId);
      }),
    ];
  }

  dispose(): void {
    for (const leave of this.#leave) leave();
  }

  async #tell(notice: Notice): Promise<void> {
    const [first, ...others] = notice.tunnels;
    if (first === undefined) return;
    const show = t('Show');
    const mute = t('Mute This Tunnel');
    const buttons = others.length === 0 ? [show, mute] : [show];
    const words = describeNotice(notice, this.#watch.overview, { now: Date.now(), style });
    const answer =
      notice.kind === 'recovered'
        ? await vscode.window.showInformationMessage(withoutLinks(words), ...buttons)
        : await vscode.window.showWarningMessage(withoutLinks(words), ...buttons);
    if (answer === show) await this.#reveal.tunnel(first.accountId, first.tunnelKey);
    if (answer === mute) await this.#mute(first);
  }

  async #mute({ tunnelKey }: NoticedTunnel): Promise<void> {
    await this.#mutes.set(tunnelKey, true);
    const undo = t('Undo');
    const answer = await vscode.window.showInformationMessage(
      t('Notifications for this tunnel are muted. Unmute them from its context menu.'),
      undo,
    );
    if (answer === undo) await this.#mutes.set(tunnelKey, false);
  }
}
