import * as contract from '#shared/contract/transfer/imports.ts'
import type { Role } from '#shared/contract/permissions.ts'
import type { TestApp } from '../api/open-test-app.ts'
import { waitUntil } from '../wait-until.ts'

type FileContent = string | Uint8Array<ArrayBuffer>

/** Milliseconds until a job that does not end is an error. */
const JOB_TIMEOUT_MS = 40_000

/** Returns functions that upload files into a city and follow their import jobs. */
export function createImportClient(test: TestApp, city: string) {
  const client = {
    /** Uploads a file as a role and returns the response. */
    async upload(
      name: string,
      body: FileContent,
      as: { role: Role; area?: { city: string; units?: string[] } } = { role: 'planner' },
    ): Promise<Response> {
      const { headers } = await test.send('/api/session/demo', { as: null, method: 'POST', body: as })
      const [cookie = ''] = (headers.get('set-cookie') ?? '').split(';')
      return test.app.fetch(
        new Request(`http://test/api/cities/${city}/imports?name=${encodeURIComponent(name)}`, {
          method: 'POST',
          headers: { cookie, 'content-type': 'application/octet-stream' },
          body,
        }),
      )
    },
    /** Uploads a file as a planner and returns the new job. */
    startJob: async (name: string, body: FileContent) =>
      contract.ImportJob.parse(await (await client.upload(name, body)).json()),
    getJob: (id: string, app = test) => app.ask(contract.getImport, { params: { city, import: id } }),
    /** Waits until a job is neither reading nor preparing nor committing, and returns it. */
    async waitForJob(id: string, app = test) {
      const running: string[] = ['reading', 'preparing', 'committing']
      await waitUntil(async () => !running.includes((await client.getJob(id, app)).state), JOB_TIMEOUT_MS)
      return client.getJob(id, app)
    },
  }
  return client
}
