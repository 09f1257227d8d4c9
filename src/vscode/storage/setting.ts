import { t } from '@vscode/l10n';

/** All there is to know of a setting but where it takes effect; package.json has to say the same of it, see the test. */
export interface Setting<T> {
  readonly type: 'array' | 'boolean' | 'integer' | 'string';
  /** `application`: no workspace can change it. `window`: a workspace may. */
  readonly scope: 'application' | 'window';
  /** As it is written, which is also how it is used. */
  readonly default: T;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  /** `before`: what was used until now, to be kept where what is written cannot be used. */
  readonly check: (raw: unknown, before: T) => Checked<T>;
}

export interface Checked<T> {
  readonly value: T;
  /** What of it cannot be used, and what can be done: a person sees it. */
  readonly flaw?: string;
}

/** For entries of a table: `T` is what the setting's value is used as. */
export function setting<T>(entry: Setting<T>): Setting<T> {
  return entry;
}

/** One of a few words. */
export function choice<T extends string>(values: readonly T[], byDefault: NoInfer<T>): Setting<T> {
  return {
    type: 'string',
    scope: 'application',
    default: byDefault,
    enum: values,
    check: (raw, before) => {
      const value = values.find((allowed) => allowed === raw);
      if (value !== undefined) return { value };
      const flaw = t('use one of {0}; until then, {1} is used', values.join(', '), before);
      return { value: before, flaw };
    },
  };
}
