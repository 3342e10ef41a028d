import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { openBasemapFiles } from '../../../../api/features/basemap/files/basemap-files.ts'

const run = promisify(execFile)

it('MBTiles that GDAL makes of a GeoTIFF, as the README says, have images at all of their zooms', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'grid-map-geotiff-'))
  const files = openBasemapFiles(path.join(folder, 'basemaps'))
  try {
    await mkdir(path.join(folder, 'basemaps'))
    const [plain, photo] = [path.join(folder, 'plain.ppm'), path.join(folder, 'photo.tif')]
    const out = path.join(folder, 'basemaps', 'photo.mbtiles')
    await writeFile(plain, Buffer.concat([Buffer.from('P6 64 64 255\n'), Buffer.alloc(64 * 64 * 3, 120)]))
    const corners = ['-a_ullr', '120.1', '33.4', '120.2', '33.3', '-a_srs', 'EPSG:4326']
    await run('gdal_translate', ['-q', ...corners, '-outsize', '512', '512', plain, photo])
    await run('gdal_translate', ['-q', '-of', 'MBTILES', '-co', 'TILE_FORMAT=JPEG', photo, out])
    await run('gdaladdo', ['-q', '-r', 'average', out, '2', '4'])
    const { minZoom, maxZoom } = await files.check('photo.mbtiles')
    expect(maxZoom - minZoom).toBeGreaterThanOrEqual(2)
    for (let z = minZoom; z <= maxZoom; z++) {
      const y = (1 - Math.asinh(Math.tan((33.35 * Math.PI) / 180)) / Math.PI) / 2
      const at = { z, x: Math.floor(((120.15 + 180) / 360) * 2 ** z), y: Math.floor(y * 2 ** z) }
      expect((await files.getTile('photo.mbtiles', at))?.type).toBe('image/jpeg')
    }
  } finally {
    await files.close()
    await rm(folder, { recursive: true })
  }
})
