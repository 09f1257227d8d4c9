'use strict';
const vscode = require('vscode');

exports.activate = (context) => {
  const getChildren = (row) => (row === undefined ? ['The only row'] : []);
  const getTreeItem = (label) => new vscode.TreeItem(label);
  const treeDataProvider = { getChildren, getTreeItem };
  context.subscriptions.push(vscode.window.createTreeView('benchOneRow.view', { treeDataProvider }));
};
