import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** Every file of `src`, parsed. */
export const sources = ts.sys
  .readDirectory('src', ['.ts'])
  .map((file) =>
    ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, /* setParentNodes */ true),
  );

/** The node, and all that are in it. */
export function nodesOf(node: ts.Node): readonly ts.Node[] {
  return [node, ...childrenOf(node).flatMap(nodesOf)];
}

export function childrenOf(node: ts.Node): readonly ts.Node[] {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  return children;
}

export function isCallOfT(node: ts.Node): node is ts.CallExpression {
  if (!ts.isCallExpression(node)) return false;
  return ['t', 'l10n.t', 'vscode.l10n.t'].includes(node.expression.getText());
}

/** `c` of `a.b.c`. */
export function lastName(expression: ts.Expression): string {
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
}

/** `src/vscode/find.ts:19: pick.title = 'Find'`, as an editor opens it. */
export function placeOf(node: ts.Node): string {
  const source = node.getSourceFile();
  const { line } = source.getLineAndCharacterOfPosition(node.getStart());
  return `${source.fileName}:${line + 1}: ${node.getText()}`;
}
