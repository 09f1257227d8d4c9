import * as vscode from 'vscode';
import type { TimeStyle } from '../tunnels/text/time.ts';

/** How the person reads times: in the language that VS Code is shown in. */
export const style: TimeStyle = { locale: vscode.env.language };
