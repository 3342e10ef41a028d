/** Requests whose body is a whole file: they count its bytes themselves. */
export function isUploadRequest(method: string, path: string): boolean {
  return method === 'POST' && /^\/api\/cities\/[0-9]{6}\/imports$/.test(path)
}
