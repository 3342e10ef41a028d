import { describe, expect, it } from 'vitest'
import { readAuditHeads, writeAuditHeads } from '../../web/features/admin/audit/audit-heads-file.ts'

const hash = 'ab'.repeat(32)

describe('a file of audit heads', () => {
  it('is read as the query of a verification', () => {
    const verified = { rows: 3, before: 0, broken: null }
    const text = writeAuditHeads([
      { log: 'shared', head: { id: 3, hash }, ...verified },
      { log: '320900', head: { id: 12, hash }, ...verified },
    ])
    expect(readAuditHeads(text)?.split(',').sort()).toEqual([`320900:12:${hash}`, `shared:3:${hash}`])
  })

  it.each(['', '[1]', '{"shared":{"id":1,"hash":"x"}}', `{"../x":{"id":1,"hash":"${hash}"}}`])(
    'is not accepted as %j',
    (text) => {
      expect(readAuditHeads(text)).toBeNull()
    },
  )
})
