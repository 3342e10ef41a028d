import type { buildLandingDocument } from './ogc-documents.ts'
import type { OgcService } from './ogc-service.ts'

/** Renders the landing page for people: the collections, and how to open them in QGIS and GDAL. */
export function renderLandingHtml(
  { collections }: OgcService,
  page: ReturnType<typeof buildLandingDocument>,
  root: string,
): string {
  const rows = collections.map(
    ({ id, title }) =>
      `<li><a href="${escaped(`${root}/collections/${id}/items?limit=10`)}">${escaped(title)}</a> <code>${id}</code></li>`,
  )
  const links = page.links
    .filter(({ rel }) => rel !== 'self')
    .map(({ href, title, rel }) => `<li><a href="${escaped(href)}">${escaped(title ?? rel)}</a></li>`)
  return `<!doctype html>
<html lang="zh">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(page.title)} · OGC API</title></head>
<body>
<h1>${escaped(page.title)}</h1>
<p>${escaped(page.description)}</p>
<h2>图层 · collections</h2>
<ul>${rows.join('')}</ul>
<h2>怎样打开 · how to open it</h2>
<p>QGIS：图层 → 添加图层 → WFS / OGC API - Features，地址 · Layer → Add Layer → WFS / OGC API - Features, URL:</p>
<p><code>${escaped(root)}</code></p>
<p>GDAL:</p>
<p><code>ogrinfo OAPIF:${escaped(root)} grids -so</code></p>
<p>程序请用密钥：放在地址里（…/k/gmk_…/api/…），或作为 X-API-Key 请求头，或作为 HTTP Basic 的口令。
Programs use a key: in the address (…/k/gmk_…/api/…), as the X-API-Key header, or as the password of HTTP Basic.</p>
<h2>更多 · more</h2>
<ul>${links.join('')}</ul>
</body>
</html>
`
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
