import {
  type SitingAnswer,
  SitingMessage,
  type SitingQuestion,
  solveSiting,
} from '#shared/contract/coverage/siting.ts'
import type { TestApp } from '../api/open-test-app.ts'

/** Short enough that most households of a test city are not reached. */
export const sitingMeasure = { minutes: 5, speed: 20, detour: 1 }

/** Returns functions that ask the siting API of a city; the default question is three sites for the most households. */
export function createSitingClient(test: TestApp, city: string) {
  const body = (question: Partial<SitingQuestion>) => ({
    objective: 'reach' as const,
    sites: 3,
    measure: sitingMeasure,
    ...question,
  })
  return {
    /** Returns the greedy solution. */
    solve: (question: Partial<SitingQuestion> = {}) =>
      test.ask(solveSiting, { params: { city }, body: body(question) }),
    /** Returns all messages of the search for the exact solution. */
    async prove(question: Partial<SitingQuestion> = {}): Promise<SitingMessage[]> {
      const response = await test.send(`/api/cities/${city}/siting/proof`, {
        method: 'POST',
        body: body(question),
      })
      return readSitingMessages(response)
    },
  }
}

/** Reads a response with one message a line. */
export async function readSitingMessages(response: Response): Promise<SitingMessage[]> {
  const lines = (await response.text()).trim().split('\n')
  return lines.map((line) => SitingMessage.parse(JSON.parse(line)))
}

export const listSiteCodes = ({ sites }: SitingAnswer) => sites.map(({ code }) => code)
