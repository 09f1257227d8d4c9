import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import ts from 'typescript';
import { changesText } from '../../src/tunnels/documents/changesDocument.ts';
import { dataCenterInWords } from '../../src/tunnels/model/dataCenters.ts';
import { describeRow } from '../../src/tunnels/rows/rowWords.ts';
import { rootNodes } from '../../src/tunnels/rows/childNodes.ts';
import { describeProblem } from '../../src/tunnels/problems/problemWords.ts';
import { childrenOf, isCallOfT, lastName, nodesOf, placeOf, sources } from '../support/sources.ts';
import { connectorOf, known, rowOptions, stateOf, tunnelOf } from '../support/models.ts';
import { sampleTime, wireTime } from '../support/sampleCompany.ts';

type Texts = Readonly<Record<string, string>>;

const languages = readdirSync('l10n').map((file) => /^bundle\.l10n\.(.+)\.json$/.exec(file)?.[1] ?? file);
const calls = sources.flatMap((source) => nodesOf(source).filter(isCallOfT));
const messages = new Set(calls.flatMap(({ arguments: [first] }) => (isWritten(first) ? [first.text] : [])));

describe('Each string that goes through t', () => {
  it('is written where it is used, so that it can be found', () => {
    assert.ok(messages.size > 300, `${messages.size} were found`);
    const notWritten = calls.filter(({ arguments: [first] }) => !isWritten(first));
    assert.deepEqual(notWritten.map(placeOf), []);
  });

  it('is imported under its own name, so that it can be found', () => {
    const renamed = sources.filter((source) => /\bt as\b[^;]*@vscode\/l10n/.test(source.text));
    assert.deepEqual(
      renamed.map(({ fileName }) => fileName),
      [],
    );
  });
});

for (const language of languages) {
  describe(`The texts in ${language}`, () => {
    const translated = bundleIn(language);
    const english = textsOf('package.nls.json');
    const ofPackage = textsOf(`package.nls.${language}.json`);

    it('are all that go through t, and no other', () => {
      assert.deepEqual(differences(messages, Object.keys(translated)), { missing: [], leftOver: [] });
    });

    it('keep the placeholders', () => {
      const lost = Object.entries(translated).filter(
        ([message, translation]) => placeholders(message).join() !== placeholders(translation).join(),
      );
      assert.deepEqual(lost, []);
    });

    it('say which language they are in', () => {
      assert.equal(translated['en'], language);
    });

    it('are all of package.json, and no other', () => {
      const found = differences(Object.keys(english), Object.keys(ofPackage));
      assert.deepEqual(found, { missing: [], leftOver: [] });
    });

    it('keep the links', () => {
      const links = (text = '') => [...text.matchAll(/\]\((.*?)\)/g)].map(([, address]) => address);
      assert.ok(links(english['welcome.noAccounts']).length > 0);
      for (const [key, text] of Object.entries(english)) assert.deepEqual(links(ofPackage[key]), links(text));
    });

    it('name commands by their titles', () => {
      const add = ofPackage['command.addAccount'] ?? '';
      assert.equal(translated['Add Account…'], add);
      assert.ok(ofPackage['setting.accounts']?.includes(`**${add}**`));
      const choose = ofPackage['command.chooseTunnels'] ?? '';
      assert.ok(translated['none are chosen: use Choose Tunnels…']?.includes(choose));
    });
  });
}

describe('With the German texts', () => {
  before(() => {
    l10n.config({ contents: bundleIn('de') });
  });
  after(() => {
    l10n.config({ contents: {} });
  });

  const style = { timeZone: 'Europe/Berlin', locale: 'de' };
  const moment = { now: sampleTime, style };

  it('a row is in German', () => {
    const options = rowOptions();
    const rowOf = (state: ReturnType<typeof stateOf>) => {
      const [node] = rootNodes({ accounts: [state], problems: [] }, options);
      return describeRow(node!, moment);
    };
    const since = wireTime(Date.UTC(2026, 10, 23, 20, 14));
    const down = rowOf(stateOf([tunnelOf({ name: 'web', status: 'down', conns_inactive_at: since })]));
    assert.equal(down.description, 'ausgefallen seit 23. Nov. 21:14');
    assert.equal(down.sentence, 'web, Tunnel, ausgefallen seit 23. Nov. 21:14');
    const two = [connectorOf({ id: 'c' }), connectorOf({ id: 'd' })];
    const tunnel = tunnelOf();
    const healthy = rowOf(stateOf([tunnel], { connectors: new Map([[tunnel.key, known(two)]]) }));
    assert.equal(healthy.description, 'fehlerfrei · 2 Konnektoren · 8 Verbindungen');
  });

  it('a country is in German, and one that is its city is said once', () => {
    assert.equal(dataCenterInWords('fra03'), 'fra03 · Frankfurt, Deutschland');
    assert.equal(dataCenterInWords('dfw08'), 'dfw08 · Dallas, Vereinigte Staaten');
    assert.equal(dataCenterInWords('sin02'), 'sin02 · Singapur');
  });

  it('a problem is in German', () => {
    const problem = { kind: 'rateLimited', detail: '', retryAt: Date.UTC(2026, 10, 24, 12, 5) } as const;
    assert.deepEqual(describeProblem(problem, undefined, moment), {
      label: 'Zu viele Anfragen',
      action: 'Cloudflare bittet darum, bis 13:05:00 zu warten',
    });
  });

  it('a document is in German', () => {
    const lines = changesText([], { since: sampleTime, accounts: [], names: [] }, { style }).split('\n');
    assert.equal(lines[0], '# Letzte Änderungen');
    assert.match(
      lines[2] ?? '',
      /^Seit Beginn der Überwachung \(24\. Nov\. 2026 .* UTC\)\)? hat sich nichts/,
    );
  });
});

/** What VS Code shows to a person wherever it is given. */
const shownBy = new Set([
  'showErrorMessage',
  'showWarningMessage',
  'showInformationMessage',
  'setStatusBarMessage',
]);
const shownAs = new Set([
  'title',
  'placeholder',
  'placeHolder',
  'prompt',
  'label',
  'description',
  'detail',
  'action',
  'sentence',
  'short',
  'tooltip',
  'message',
  'flaw',
  'heading',
  'openLabel',
]);

describe('Each string that a person sees', () => {
  it('goes through t', () => {
    const shown = sources
      .filter(({ fileName }) => /src\/(tunnels|vscode)\//.test(fileName))
      .flatMap((source) => nodesOf(source).flatMap(shownParts))
      .filter((node) => !isOfProblem(node))
      .flatMap(untranslated);
    assert.deepEqual(shown, []);
  });
});

/** The expressions that stand where a text is shown: arguments, properties and what is assigned to such. */
function shownParts(node: ts.Node): readonly ts.Expression[] {
  if (ts.isCallExpression(node)) return shownBy.has(lastName(node.expression)) ? node.arguments : [];
  if (ts.isPropertyAssignment(node)) return shownAs.has(node.name.getText()) ? [node.initializer] : [];
  const isAssignment = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isAssignment && shownAs.has(lastName(node.left)) ? [node.right] : [];
}

/** The `detail` of a problem is for the log and for who looks into the hover, where Cloudflare's own words stand too. */
function isOfProblem({ parent }: ts.Node): boolean {
  if (!ts.isPropertyAssignment(parent) || parent.name.getText() !== 'detail') return false;
  const names = parent.parent.properties.map((property) => property.name?.getText());
  const [kind] = parent.parent.properties.filter((property) => property.name?.getText() === 'kind');
  // Of a setting it is what to do, which the row says.
  return names.includes('kind') && kind?.getText() !== "kind: 'settings'";
}

/** What is written in the expression itself, beside calls: words, icons left out. */
function untranslated(expression: ts.Node): readonly string[] {
  if (ts.isCallExpression(expression) || ts.isFunctionLike(expression)) return [];
  if (ts.isElementAccessExpression(expression) || ts.isObjectLiteralExpression(expression)) return [];
  const isText = ts.isStringLiteralLike(expression) || ts.isTemplateLiteralToken(expression);
  if (isText && /\p{L}/u.test(expression.text.replace(/\$\([\w-]+\)/g, ''))) return [placeOf(expression)];
  return ts.isConditionalExpression(expression)
    ? [expression.whenTrue, expression.whenFalse].flatMap(untranslated)
    : childrenOf(expression).flatMap(untranslated);
}

function bundleIn(language: string): Texts {
  return textsOf(`l10n/bundle.l10n.${language}.json`);
}

function textsOf(file: string): Texts {
  return JSON.parse(readFileSync(file, 'utf8')) as Texts;
}

function differences(wanted: Iterable<string>, found: Iterable<string>) {
  const [all, there] = [new Set(wanted), new Set(found)];
  return {
    missing: [...all].filter((text) => !there.has(text)),
    leftOver: [...there].filter((text) => !all.has(text)),
  };
}

/** The distinct ones: a translation may need one twice. */
function placeholders(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{\d+\}/g)].map(([placeholder]) => placeholder))].toSorted();
}

function isWritten(node: ts.Node | undefined): node is ts.StringLiteral {
  return node !== undefined && ts.isStringLiteral(node);
}
