import { createHash } from 'node:crypto'
import { z } from 'zod'
import { createTextSigner } from '../../runtime/text-signer.ts'

/** States that this server found these sites for a query on some data, and whether they are proven optimal. */
export interface SitingProof {
  digest: string
  sites: readonly string[]
  proven: boolean
  gap: number | null
  seconds: number
}

const Ticket = z.object({
  digest: z.string(),
  sites: z.string(),
  proven: z.boolean(),
  gap: z.number().nullable(),
  seconds: z.number(),
})

/** A ticket is a signed proof: the client sends it back when it saves the answer, so that no server stores it. */
export function createProofTickets(secret: string) {
  const signed = createTextSigner(secret, 'siting proof')
  const hashOf = (sites: readonly string[]) =>
    createHash('sha256').update(JSON.stringify(sites)).digest('base64url')
  return {
    issue: ({ sites, ...proof }: SitingProof): string =>
      signed.sign(JSON.stringify({ ...proof, sites: hashOf(sites) })),
    /** Null: the signature is invalid, or the proof is for other sites. */
    open(ticket: string | null, sites: readonly string[]): Omit<SitingProof, 'sites'> | null {
      const text = ticket === null ? null : signed.open(ticket)
      const { sites: hash, ...proof } = text === null ? { sites: null } : Ticket.parse(JSON.parse(text))
      return hash === hashOf(sites) && 'digest' in proof ? proof : null
    },
  }
}
