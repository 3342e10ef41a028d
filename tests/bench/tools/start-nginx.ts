import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findFreePort } from '../../helpers/find-free-port.ts'

/** nginx (Debian: nginx-light) with the given bytes as static files: what stands still beside the measured server. */
export async function startNginx(
  files: ReadonlyMap<string, Uint8Array>,
): Promise<{ url: string; stop(): Promise<void> } | null> {
  if (spawnSync('nginx', ['-v']).error) return null
  const folder = mkdtempSync(path.join(tmpdir(), 'grid-map-nginx-'))
  for (const [name, bytes] of files) {
    const file = path.join(folder, 'files', name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, bytes)
  }
  const port = await findFreePort()
  const config = path.join(folder, 'nginx.conf')
  writeFileSync(
    config,
    `
    daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log; user root;
    events { worker_connections 1024; }
    http {
      access_log off; sendfile on; keepalive_requests 10000000; open_file_cache max=20000;
      client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder}; uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
      server { listen 127.0.0.1:${port}; root ${folder}/files; default_type application/vnd.mapbox-vector-tile; add_header Content-Encoding gzip; }
    }`,
  )
  const child = spawn('nginx', ['-c', config], { stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}`
  for (let tries = 0; ; tries++) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      break
    if (tries > 200 || child.exitCode !== null) throw new Error('nginx did not start')
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  return {
    url,
    async stop() {
      child.kill('SIGQUIT')
      await once(child, 'exit')
      rmSync(folder, { recursive: true })
    },
  }
}
