import { readFileSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Handler } from 'hono'
import { negotiateEncoding, type ContentEncoding } from '../content-encoding.ts'
import { matchesEtag } from './etag-response.ts'
import type { RequestEnv } from '../request-context.ts'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

interface StaticFile {
  bytes: Buffer
  type: string
  etag: string
  immutable: boolean
  encoded: Map<ContentEncoding, Buffer>
}

/**
 * The built web app, read once at start. Files under /assets carry a hash in their name and never change;
 * every other address that is not a file is a page of the app. `.br` and `.gz` siblings made by the build are
 * sent where they can be read.
 */
export function serveStaticFiles(folder: string): Handler<RequestEnv> {
  const files = new Map<string, StaticFile>()
  for (const name of listFiles(folder)) {
    if (name.endsWith('.br') || name.endsWith('.gz')) continue
    const file = path.join(folder, name)
    const { mtimeMs, size } = statSync(file)
    files.set(`/${name}`, {
      bytes: readFileSync(file),
      type: TYPES[path.extname(name)] ?? 'application/octet-stream',
      etag: `"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}"`,
      immutable: name.startsWith('assets/'),
      encoded: new Map(),
    })
  }
  for (const name of listFiles(folder)) {
    const encoding: ContentEncoding | null = name.endsWith('.br')
      ? 'br'
      : name.endsWith('.gz')
        ? 'gzip'
        : null
    if (encoding)
      files
        .get(`/${name.replace(/\.(br|gz)$/, '')}`)
        ?.encoded.set(encoding, readFileSync(path.join(folder, name)))
  }

  return (context) => {
    const address = context.req.path
    const file = files.get(address) ?? (path.extname(address) === '' ? files.get('/index.html') : undefined)
    if (file === undefined || (context.req.method !== 'GET' && context.req.method !== 'HEAD'))
      return context.notFound()
    const headers: Record<string, string> = {
      'content-type': file.type,
      'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      etag: file.etag,
      vary: 'accept-encoding',
    }
    if (matchesEtag(context.req.header('if-none-match'), file.etag))
      return new Response(null, { status: 304, headers })
    const encoding = negotiateEncoding(context.req.header('accept-encoding'))
    const encoded = encoding === null ? undefined : file.encoded.get(encoding)
    if (encoded !== undefined && encoding !== null) headers['content-encoding'] = encoding
    return new Response(new Uint8Array(encoded ?? file.bytes), { headers })
  }
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
}
