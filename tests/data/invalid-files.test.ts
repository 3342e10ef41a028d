import { describe, expect, it } from 'vitest'
import type { FileReason } from '#shared/contract/transfer/file-reasons.ts'
import { InvalidFileError } from '../../data/formats/model/invalid-file-error.ts'
import { createMemorySource } from '../../data/formats/io/file-source.ts'
import { openFile } from '../../data/formats/readers.ts'
import type { RawFeature } from '../../data/formats/model/format.ts'
import { encodeText } from '../../data/formats/text/encode-text.ts'
import { inspectLayer } from '../../api/transfer/import/inspect-layer.ts'
import { zipOf } from '../helpers/transfer/zip-of.ts'
import { writeSampleFiles } from './fuzz-files.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

async function read(name: string, bytes: Uint8Array): Promise<RawFeature[]> {
  const source = createMemorySource(name, bytes)
  try {
    const opened = await openFile(source)
    try {
      const rows: RawFeature[] = []
      for (const layer of opened.layers) for await (const bunch of layer.features()) rows.push(...bunch)
      return rows
    } finally {
      await opened.close()
    }
  } finally {
    await source.close()
  }
}

const refusal = async (name: string, bytes: Uint8Array): Promise<FileReason> => {
  const error = await read(name, bytes).then(
    () => new Error(`${name} was read`),
    (thrown: unknown) => thrown,
  )
  if (error instanceof InvalidFileError) return error.code
  throw error
}

/** Writes another name over the first one of an archive, of the same length, in both places where it stands. */
function renamed(zip: Uint8Array, from: string, to: string): Uint8Array {
  const text = Buffer.from(zip).toString('latin1').replaceAll(from, to)
  return new Uint8Array(Buffer.from(text, 'latin1'))
}

describe('rejects a file with its reason:', () => {
  it('an empty file and an unknown format', async () => {
    expect(await refusal('a.shp', new Uint8Array(0))).toBe('empty_file')
    expect(await refusal('photo.jpg', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0))).toBe(
      'unknown_format',
    )
  })

  it('archives: broken, nested, without data, with path traversal, encrypted, or with an excessive compression ratio', async () => {
    const inner = await zipOf({ 'x.txt': bytesOf('x') })
    expect(await refusal('a.zip', inner.subarray(0, 40))).toBe('zip_broken')
    expect(await refusal('a.zip', await zipOf({ 'inner.zip': inner }))).toBe('zip_nested')
    expect(await refusal('a.zip', inner)).toBe('zip_without_data')
    expect(
      await refusal(
        'a.zip',
        renamed(await zipOf({ 'aaaaaaaaa.shp': bytesOf('x') }), 'aaaaaaaaa.shp', '../../etc.shp'),
      ),
    ).toBe('zip_path')
    const locked = await zipOf({ 'a.shp': bytesOf('x') })
    // bit 0 of the flags, in the local and in the central head
    for (const mark of ['PK\u0003\u0004', 'PK\u0001\u0002'])
      locked[Buffer.from(locked).indexOf(mark, 0, 'latin1') + (mark.endsWith('\u0004') ? 6 : 8)]! |= 1
    expect(await refusal('a.zip', locked)).toBe('zip_encrypted')
    expect(await refusal('a.zip', await zipOf({ 'a.shp': new Uint8Array(80 * 1024 * 1024) }))).toBe(
      'zip_bomb',
    )
  })

  it('XML with entity declarations, in KML and in a workbook', async () => {
    const bomb =
      '<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><kml><Document><Placemark><name>&b;</name></Placemark></Document></kml>'
    expect(await refusal('a.kml', bytesOf(bomb))).toBe('xml_doctype')
    const outside =
      '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><workbook>&e;</workbook>'
    expect(
      await refusal(
        'a.xlsx',
        await zipOf({
          'xl/workbook.xml': bytesOf(outside),
          'xl/_rels/workbook.xml.rels': bytesOf('<Relationships/>'),
        }),
      ),
    ).toBe('xml_doctype')
    expect(await refusal('a.kml', bytesOf(`<kml>${'<Folder>'.repeat(5000)}`))).toBe('xml_broken')
  })

  it('a table with a million columns, before memory runs out', async () => {
    expect(await refusal('a.csv', bytesOf(`${'a,'.repeat(1_000_000)}b\n1`))).toBe('too_many_columns')
  })
})

describe('rejects single rows, or reads them correctly:', () => {
  it('rows of one table in two encodings', async () => {
    const rows = await read(
      'a.csv',
      new Uint8Array(
        Buffer.concat([
          bytesOf('name,lon,lat\n平湖,120,33\n'),
          encodeText('东升', 'gb18030'),
          bytesOf(',120,33\n'),
        ]),
      ),
    )
    expect(rows.map(({ properties }) => properties['name'])).toEqual(['平湖', '东升'])
  })

  it('an escaped formula and a literal apostrophe', async () => {
    const rows = await read('a.csv', bytesOf(`name,x\n'=1+1,1\n'quoted',2\n''-x,3\n`))
    expect(rows.map(({ properties }) => properties['name'])).toEqual(['=1+1', "'quoted'", "'-x"])
  })

  it('rows with too many cells, invalid geometries, heights', async () => {
    const [, wide] = await read('a.csv', bytesOf('a,b\n1,2\n1,2,3\n'))
    expect(wide!.problems).toEqual([{ code: 'row_too_wide' }])
    const features = await read(
      'a.geojsonl',
      bytesOf(
        '{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":["x",1]}}\n' +
          '{"type":"Feature","properties":{"a":1},"geometry":{"type":"Point","coordinates":[1,2,3]}}\nnot json\n',
      ),
    )
    expect(features.map(({ problems }) => problems.map(({ code }) => code))).toEqual([
      ['broken_geometry'],
      [],
      ['row_broken'],
    ])
    const [mark] = await read(
      'a.kml',
      bytesOf(
        '<kml><Placemark><name>n</name><Point><coordinates>120,x</coordinates></Point></Placemark></kml>',
      ),
    )
    expect(mark).toMatchObject({ properties: { name: 'n' }, problems: [{ code: 'broken_geometry' }] })
  })

  it('dates, shared strings and long numbers of a workbook', async () => {
    const sheet =
      '<worksheet><sheetData><row r="1"><c t="s"><v>0</v></c><c t="inlineStr"><is><t>code</t></is></c></row>' +
      '<row r="2"><c s="1"><v>43465</v></c><c><v>320902001001001</v></c></row>' +
      '<row r="3"><c s="1"/><c t="str"><v>x</v></c></row></sheetData></worksheet>'
    const rows = await read(
      'a.xlsx',
      await zipOf({
        'xl/workbook.xml': bytesOf(
          '<workbook xmlns:r="r"><sheets><sheet name="表" r:id="a"/></sheets></workbook>',
        ),
        'xl/_rels/workbook.xml.rels': bytesOf(
          '<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/></Relationships>',
        ),
        'xl/sharedStrings.xml': bytesOf(
          '<sst><si><t>成立</t><rPh><t>chengli</t></rPh><r><t>日期</t></r></si></sst>',
        ),
        'xl/styles.xml': bytesOf(
          '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m"/></numFmts><cellXfs><xf/><xf numFmtId="170"/></cellXfs></styleSheet>',
        ),
        'xl/worksheets/sheet1.xml': bytesOf(sheet),
      }),
    )
    expect(rows.map(({ properties }) => properties)).toEqual([
      { 成立日期: '2018-12-31', code: 320902001001001 },
      { 成立日期: null, code: 'x' },
    ])
  })
})

describe('truncated, misnamed and inconsistent files', () => {
  it('are rejected or partly read when truncated, in every format, without other errors', async () => {
    for (const { name, bytes } of await writeSampleFiles()) {
      const whole = (await read(name, bytes)).length
      const half = await read(name, bytes.subarray(0, Math.floor(bytes.length * 0.6))).then(
        (rows) => rows.filter(({ problems }) => problems.length === 0).length,
        (error: unknown) => {
          if (error instanceof InvalidFileError) return 0
          throw error
        },
      )
      expect(half, name).toBeLessThan(whole)
    }
  })

  it('are read by content, whatever their name', async () => {
    for (const { name, bytes } of await writeSampleFiles()) {
      if (name.endsWith('.csv')) continue
      const [as, called] = await Promise.all([read(name, bytes), read('站点.csv', bytes)])
      expect(called.length, name).toBe(as.length)
    }
    for (const wrong of ['a.geojson', 'a.shp.zip', 'a.xlsx'])
      expect(
        (await read(wrong, bytesOf('code,name\n1,2\n'))).map(({ properties }) => properties),
        wrong,
      ).toEqual([{ code: '1', name: '2' }])
  })

  it('with sizes and counts of four billion are rejected', async () => {
    const huge = new Uint8Array(
      await zipOf({ 'a.shp': bytesOf('x'.repeat(200)), 'a.dbf': bytesOf('y'.repeat(200)) }),
    )
    const view = new DataView(huge.buffer)
    for (
      let at = Buffer.from(huge).indexOf('PK\u0001\u0002', 0, 'latin1');
      at >= 0;
      at = Buffer.from(huge).indexOf('PK\u0001\u0002', at + 4, 'latin1')
    )
      view.setUint32(at + 24, 0xfffffff0, true)
    expect(['zip_bomb', 'zip_broken', 'too_large']).toContain(await refusal('a.zip', huge))
    const shape = new Uint8Array(200)
    new DataView(shape.buffer).setUint32(0, 9994)
    new DataView(shape.buffer).setUint32(24, 0xffffffff)
    new DataView(shape.buffer).setUint32(28, 1000, true)
    new DataView(shape.buffer).setUint32(32, 5, true)
    new DataView(shape.buffer).setUint32(104, 0x7fffffff)
    const table = new Uint8Array(66)
    table[0] = 3
    new DataView(table.buffer).setUint32(4, 0xffffffff, true)
    new DataView(table.buffer).setUint16(8, 65, true)
    new DataView(table.buffer).setUint16(10, 60000, true)
    table.set(bytesOf('NAME\0\0\0\0\0\0\0C'), 32)
    table[48] = 254
    table[64] = 13
    expect(await refusal('a.zip', await zipOf({ 'a.shp': shape, 'a.dbf': table }))).toMatch(
      /broken|truncated|too_large/,
    )
  })

  it('with thousands of columns are rejected in every format', async () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`c${i}`, i]))
    const file = createMemorySource(
      'a.geojson',
      bytesOf(
        JSON.stringify({
          type: 'FeatureCollection',
          features: [{ type: 'Feature', properties: many, geometry: null }],
        }),
      ),
    )
    const opened = await openFile(file)
    await expect(inspectLayer(opened.layers[0]!)).rejects.toMatchObject({ code: 'too_many_columns' })
    await opened.close()
    await file.close()
  })
})
