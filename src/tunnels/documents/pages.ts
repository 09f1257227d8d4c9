/** What writes pages: a file of its own in the package, loaded when a person asks for the first of them. */
export { auditDocument } from './auditDocument.ts';
export { compileAudit } from './auditedTunnels.ts';
export { changesDocument } from './changesDocument.ts';
export { detailsDocument } from './detailsDocument.ts';
