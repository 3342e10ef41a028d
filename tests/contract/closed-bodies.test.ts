import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { endpoints } from '../helpers/api/endpoints.ts'

/** What nobody asked for is refused where a request says it, and never reaches the code where it lies deeper. */
const withBody = endpoints.filter(({ body }) => !(body instanceof z.ZodUndefined))

describe('a request body', () => {
  it.each(withBody.map((endpoint) => [endpoint.id, endpoint.body] as const))(
    'of %s accepts only fields of the contract',
    (_id, body) => {
      expect(z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' })).toMatchObject({
        type: 'object',
        additionalProperties: false,
      })
    },
  )

  it('is declared by many routes', () => {
    expect(withBody.length).toBeGreaterThan(30)
  })
})
