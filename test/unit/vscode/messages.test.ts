import assert from 'node:assert/strict';
import ts from 'typescript';
import { isCallOfT, lastName, nodesOf, placeOf, sources } from '../../support/sources.ts';

/** What of VS Code makes a link, a command too, of `[words](address)`. */
const linking = new Set([
  'showInformationMessage',
  'showWarningMessage',
  'showErrorMessage',
  'withProgress',
  'report',
]);
const calls = sources.flatMap((source) => nodesOf(source).filter(isLinking));
const boxes = sources.flatMap((source) => nodesOf(source).filter(isTextOfBox));

describe('A text from outside', () => {
  it('becomes no link in any message or progress', () => {
    const named = new Set(calls.map(({ expression }) => lastName(expression)));
    assert.deepEqual([...named].toSorted(), [...linking].toSorted());
    assert.deepEqual(calls.flatMap(textsOf).filter(mayLink).map(placeOf), []);
  });

  it('becomes no link in what an input box says below its text', () => {
    assert.ok(boxes.length > 1);
    assert.deepEqual(boxes.filter(({ right }) => mayLink(right)).map(placeOf), []);
  });

  it('comes to VS Code by the calls that are looked at here, under their own names', () => {
    const renamed = sources
      .flatMap(nodesOf)
      .filter((node) => node.getText() === 'vscode.window' && !ts.isPropertyAccessExpression(node.parent));
    assert.deepEqual(renamed.map(placeOf), []);
    const taken = sources.filter(({ text }) => /import \{[^}]*\bwindow\b[^}]*\} from 'vscode'/.test(text));
    assert.deepEqual(
      taken.map(({ fileName }) => fileName),
      [],
    );
  });
});

/** `vscode.window.showErrorMessage(…)`, `progress.report(…)` */
function isLinking(node: ts.Node): node is ts.CallExpression {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { expression, name } = node.expression;
  return ['vscode.window', 'progress'].includes(expression.getText()) && linking.has(name.text);
}

/** `input.prompt = …` */
function isTextOfBox(node: ts.Node): node is ts.BinaryExpression {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  return /\.(?:prompt|validationMessage)$/.test(node.left.getText());
}

/** Its message, and the texts of what is given as an object; buttons make no links. */
function textsOf({ arguments: [first, second] }: ts.CallExpression): readonly ts.Expression[] {
  assert.ok(first !== undefined);
  const objects = [first, second].filter((given) => given !== undefined);
  const texts = objects.flatMap((given) => (ts.isObjectLiteralExpression(given) ? textsIn(given) : []));
  return ts.isObjectLiteralExpression(first) ? texts : [first, ...texts];
}

function textsIn({ properties }: ts.ObjectLiteralExpression): readonly ts.Expression[] {
  return properties.flatMap((property): readonly ts.Expression[] => {
    if (ts.isSpreadAssignment(property)) return [property.expression];
    const name = property.name.getText();
    if (!['title', 'message', 'detail'].includes(name)) return [];
    if (ts.isPropertyAssignment(property)) return [property.initializer];
    return ts.isShorthandPropertyAssignment(property) ? [property.name] : [];
  });
}

/** Whether anything but our own words is in it that does not go through `withoutLinks`. */
function mayLink(expression: ts.Expression): boolean {
  if (ts.isCallExpression(expression)) {
    if (lastName(expression.expression) === 'withoutLinks') return false;
    return !isCallOfT(expression) || expression.arguments.some(mayLink);
  }
  if (ts.isConditionalExpression(expression)) {
    return [expression.whenTrue, expression.whenFalse].some(mayLink);
  }
  const isNothing = expression.getText() === 'undefined';
  return !isNothing && !ts.isStringLiteralLike(expression) && !ts.isNumericLiteral(expression);
}
