/** What the server said when it refused (RFC 9457), or what the browser said when it did not come
 * that far: status 0, code "offline". */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** The member of the request that is at fault, "/name", or "". */
  readonly pointer: string;
  /** Seconds, from Retry-After; 0 if the server named none. */
  readonly retryAfter: number;

  constructor(of: {
    status: number;
    code?: string;
    detail?: string;
    pointer?: string;
    retryAfter?: number;
  }) {
    super(of.detail ?? of.code ?? String(of.status));
    this.name = "Problem";
    this.status = of.status;
    this.code = of.code ?? "";
    this.detail = of.detail ?? "";
    this.pointer = of.pointer ?? "";
    this.retryAfter = of.retryAfter ?? 0;
  }
}

export async function problemOf(response: Response): Promise<Problem> {
  const retryAfter = Number(response.headers.get("Retry-After")) || 0;
  const kind = response.headers.get("Content-Type") ?? "";
  const body: Record<string, unknown> = kind.includes("json")
    ? await response.json().catch(() => ({}))
    : {};
  const text = (name: string) => (typeof body[name] === "string" ? body[name] : "");
  return new Problem({
    status: response.status,
    code: text("code"),
    detail: text("detail") || text("error") || response.statusText,
    pointer: text("pointer"),
    retryAfter,
  });
}
