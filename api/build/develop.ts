import { spawn } from 'node:child_process'
import path from 'node:path'
import { createServer } from 'vite'
import { packageRoot } from '../runtime/package-root.ts'
import { readSettings } from '../runtime/settings.ts'

/**
 * Server and web app from their sources: the server starts again when one of its files changes, pages change
 * in place.
 */
const settings = readSettings(process.env)
const server = spawn(
  process.execPath,
  ['--import', 'tsx', '--watch', '--watch-preserve-output', path.join(packageRoot, 'api/server.ts')],
  {
    cwd: packageRoot,
    stdio: 'inherit',
  },
)
process.env['API_URL'] ??=
  `http://${settings.HOST.includes(':') ? `[${settings.HOST}]` : settings.HOST}:${settings.PORT}`

const web = await createServer({ configFile: path.join(packageRoot, 'vite.config.ts') })
await web.listen()
process.stdout.write(`\n  开发 · development: ${web.resolvedUrls?.local[0] ?? ''}\n`)

let stopping = false
const stop = async () => {
  if (stopping) return
  stopping = true
  // Ctrl-C reaches both; a signal to this process alone does not
  server.kill('SIGTERM')
  await web.close()
  if (server.exitCode === null && server.signalCode === null)
    await new Promise((resolve) => server.once('exit', resolve))
  process.exit(0)
}
process.on('SIGINT', () => void stop())
process.on('SIGTERM', () => void stop())
server.once('exit', (code) => {
  process.exitCode = code ?? 1
  void stop()
})
