import type { WireIngressRule } from './wire.ts';

/** The ingress rules of the sample company's tunnels, one list per tunnel. */

const catchAll: WireIngressRule = { service: 'http_status:404' };

export const webIngress: readonly WireIngressRule[] = [
  { hostname: 'www.larkfield.example', service: 'http://localhost:8080' },
  { hostname: 'www.larkfield.example', path: '^/media/.*', service: 'http://localhost:8090' },
  {
    hostname: 'admin.larkfield.example',
    service: 'https://localhost:8443',
    originRequest: {
      noTLSVerify: true,
      connectTimeout: 10,
      access: { required: true, teamName: 'larkfield', audTag: ['5a3b1e'.repeat(10)] },
    },
  },
  { hostname: 'ssh.larkfield.example', service: 'ssh://localhost:22' },
  catchAll,
];

/** Without a catch-all. */
export const apiIngress: readonly WireIngressRule[] = [
  {
    hostname: 'api.larkfield.example',
    service: 'https://10.0.0.12:9443',
    originRequest: { originServerName: 'api.internal.example', http2Origin: true, tlsTimeout: 5 },
  },
];

export const officeIngress: readonly WireIngressRule[] = [
  { hostname: 'files.larkfield.example', service: 'smb://fileserver:445' },
  { hostname: 'desk.larkfield.example', service: 'rdp://localhost:3389' },
  catchAll,
];

export const mediaIngress: readonly WireIngressRule[] = [
  {
    hostname: '*.media.larkfield.example',
    service: 'http://localhost:8096',
    originRequest: { httpHostHeader: 'media.internal', keepAliveConnections: 200, keepAliveTimeout: 90 },
  },
  catchAll,
];

export const backupIngress: readonly WireIngressRule[] = [
  { hostname: 'backup.larkfield.example', service: 'unix:/run/backup.sock' },
  catchAll,
];

export const warehouseIngress: readonly WireIngressRule[] = [
  { hostname: 'scan.warehouse.larkfield.example', service: 'http://192.168.10.20:3000' },
  catchAll,
];
