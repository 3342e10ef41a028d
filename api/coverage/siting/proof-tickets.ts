import { createHash } from 'node:crypto'
import { z } from 'zod'
import { createTextSigner } from '../../runtime/text-signer.ts'

/** That this server has found these sites as the answer to a question about some data, and whether it has proven it. */
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

/** A proof goes out with its answer and comes back when the answer is kept: no server has to remember it. */
export function createProofTickets(secret: string) {
  const signed = createTextSigner(secret, 'siting proof')
  const hashOf = (sites: readonly string[]) =>
    createHash('sha256').update(JSON.stringify(sites)).digest('base64url')
  return {
    issue: ({ sites, ...proof }: SitingProof): string =>
      signed.sign(JSON.stringify({ ...proof, sites: hashOf(sites) })),
    /** null: forged, or of other sites. */
    open(ticket: string | null, sites: readonly string[]): Omit<SitingProof, 'sites'> | null {
      const text = ticket === null ? null : signed.open(ticket)
      const { sites: hash, ...proof } = text === null ? { sites: null } : Ticket.parse(JSON.parse(text))
      return hash === hashOf(sites) && 'digest' in proof ? proof : null
    },
  }
}

export type ProofTickets = ReturnType<typeof createProofTickets>
