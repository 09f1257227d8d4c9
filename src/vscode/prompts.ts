import * as vscode from 'vscode';
import { withoutLinks } from '../tunnels/text/text.ts';

/** How a step ended: with a value, or by going back, or by giving up (Escape). */
export type Answer<T> = { readonly value: T } | 'back' | 'cancel';

interface Step {
  readonly title: string;
  /** Left out where there is only this one. */
  readonly step?: number;
  readonly canGoBack: boolean;
}

interface TextStep<T> extends Step {
  readonly prompt: string;
  readonly placeholder: string;
  readonly password: boolean;
  readonly value?: string;
  /** A button in the title that opens a page. */
  readonly link?: { readonly tooltip: string; readonly url: string };
  /**
   * Takes what was typed, or says in words why not. While it runs the box is busy; the signal is aborted when the
   * person goes back or gives up meanwhile.
   */
  readonly accept: (
    text: string,
    signal: AbortSignal,
  ) => Promise<{ readonly value: T } | { readonly flaw: string }>;
}

export interface Choice<T> {
  readonly item: vscode.QuickPickItem;
  readonly value: T;
}

/** Stands above the choices that come after it. */
export interface Heading {
  readonly heading: string;
}

/** Stands in the title for one more choice: pressing it ends the step. */
export interface Button<T> {
  readonly icon: string;
  readonly tooltip: string;
  readonly value: T;
}

interface ChoiceStep<T> extends Step {
  readonly placeholder: string;
  readonly choices: readonly (Choice<T> | Heading)[];
  readonly buttons?: readonly Button<T>[];
}

interface OneStep<T> extends ChoiceStep<T> {
  /** Choices that take a while to be found, for the end of the list; the signal is aborted when it is answered. */
  readonly more?: (signal: AbortSignal) => Promise<readonly Choice<T>[]>;
}

interface ManyStep<T> extends ChoiceStep<T> {
  /** What stays chosen of `now`, after `before` had been: for choices that exclude each other. */
  readonly settle?: (now: readonly T[], before: readonly T[]) => readonly T[];
}

export function askText<T>(step: TextStep<T>): Promise<Answer<T>> {
  const input = vscode.window.createInputBox();
  input.prompt = withoutLinks(step.prompt);
  input.placeholder = step.placeholder;
  input.password = step.password;
  input.value = step.value ?? '';
  const { link } = step;
  const linkButton = link && { iconPath: new vscode.ThemeIcon('link-external'), tooltip: link.tooltip };

  return show(input, step, linkButton === undefined ? [] : [linkButton], (end, fail, given) => {
    input.onDidTriggerButton((button) => {
      if (button === linkButton && link !== undefined)
        void vscode.env.openExternal(vscode.Uri.parse(link.url));
    });
    input.onDidChangeValue(() => {
      input.validationMessage = undefined;
    });
    input.onDidAccept(() => {
      // The box stays enabled: a disabled one would lose the focus, and Escape with it.
      if (input.busy) return;
      input.busy = true;
      step.accept(input.value, given).then((answer) => {
        if (given.aborted) return;
        input.busy = false;
        if ('value' in answer) end({ value: answer.value });
        else input.validationMessage = withoutLinks(answer.flaw);
      }, fail);
    });
  });
}

export function pickOne<T>(step: OneStep<T>): Promise<Answer<T>> {
  const pick = quickPick(step);
  const buttons = titleButtons(step);
  return show(pick, step, buttons, (end, fail, given) => {
    pick.onDidTriggerButton((pressed) => {
      const button = buttons.find((one) => one === pressed);
      if (button !== undefined) end({ value: button.value });
    });
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item !== undefined && 'value' in item) end({ value: item.value });
    });
    if (step.more === undefined) return;
    pick.busy = true;
    pick.keepScrollPosition = true;
    step.more(given).then((choices) => {
      if (given.aborted) return;
      pick.busy = false;
      // A list that is set anew loses the focus.
      if (choices.length === 0) return;
      const { activeItems } = pick;
      pick.items = [...pick.items, ...choices.map(pickItem)];
      if (activeItems.length > 0) pick.activeItems = activeItems;
    }, fail);
  });
}

/** At least one has to be picked, unless a button is pressed: its value is given together with those that are ticked. */
export function pickMany<T>(step: ManyStep<T>): Promise<Answer<readonly T[]>> {
  const pick = quickPick(step);
  pick.canSelectMany = true;
  const buttons = titleButtons(step);
  const valuesOf = (items: readonly PickItem<T>[]): readonly T[] =>
    items.flatMap((item) => ('value' in item ? [item.value] : []));
  return show(pick, step, buttons, (end) => {
    const select = (values: readonly T[]) => {
      pick.selectedItems = pick.items.filter((item) => 'value' in item && values.includes(item.value));
    };
    select(valuesOf(pick.items.filter(({ picked }) => picked === true)));
    let before = valuesOf(pick.selectedItems);
    pick.onDidChangeSelection((items) => {
      const now = valuesOf(items);
      before = step.settle?.(now, before) ?? now;
      if (before.length !== now.length) select(before);
    });
    pick.onDidTriggerButton((pressed) => {
      const button = buttons.find((one) => one === pressed);
      if (button !== undefined) end({ value: [...valuesOf(pick.selectedItems), button.value] });
    });
    pick.onDidAccept(() => {
      const ticked = valuesOf(pick.selectedItems);
      // Enter with nothing ticked means the entry that it is pressed on.
      const values = ticked.length > 0 ? ticked : valuesOf(pick.activeItems);
      if (values.length > 0) end({ value: values });
    });
  });
}

type PickItem<T> = vscode.QuickPickItem & ({ readonly value: T } | object);

function quickPick<T>({ choices, placeholder }: ChoiceStep<T>): vscode.QuickPick<PickItem<T>> {
  const pick = vscode.window.createQuickPick<PickItem<T>>();
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  pick.items = choices.map(pickItem);
  return pick;
}

function pickItem<T>(choice: Choice<T> | Heading): PickItem<T> {
  return 'heading' in choice
    ? { label: choice.heading, kind: vscode.QuickPickItemKind.Separator }
    : { ...choice.item, value: choice.value };
}

function titleButtons<T>({ buttons = [] }: ChoiceStep<T>): readonly (vscode.QuickInputButton & {
  readonly value: T;
})[] {
  return buttons.map(({ icon, tooltip, value }) => ({
    iconPath: new vscode.ThemeIcon(icon),
    tooltip,
    value,
  }));
}

/** Shows the input until it is answered, and takes it away then; `given` is aborted with it. */
function show<T>(
  input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>,
  { title, step, canGoBack }: Step,
  buttons: readonly vscode.QuickInputButton[],
  wire: (end: (answer: Answer<T>) => void, fail: (error: unknown) => void, given: AbortSignal) => void,
): Promise<Answer<T>> {
  input.title = title;
  input.step = step;
  // Another window, a password manager: going there to copy a token must not end the step.
  input.ignoreFocusOut = true;
  input.buttons = canGoBack ? [vscode.QuickInputButtons.Back, ...buttons] : buttons;
  const given = new AbortController();
  const answered = new Promise<Answer<T>>((resolve, reject) => {
    input.onDidTriggerButton((button) => {
      if (button === vscode.QuickInputButtons.Back) resolve('back');
    });
    input.onDidHide(() => {
      resolve('cancel');
    });
    wire(resolve, reject, given.signal);
  });
  input.show();
  return answered.finally(() => {
    given.abort();
    input.dispose();
  });
}
