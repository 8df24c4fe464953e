// How a job of each kind sends its signal. Pure text; the names of the programs are not translated.

export const snippetNames = [
  "muster",
  "crontab",
  "bash",
  "python",
  "powershell",
  "systemd",
  "docker",
  "kubernetes",
] as const;
export type SnippetName = (typeof snippetNames)[number];

export const snippetLabels: Record<SnippetName, string> = {
  muster: "muster exec",
  crontab: "crontab",
  bash: "Bash",
  python: "Python",
  powershell: "PowerShell",
  systemd: "systemd",
  docker: "Docker",
  kubernetes: "Kubernetes",
};

export interface SnippetSource {
  url: string;
  /** The server's own address, and the id in the ping address. */
  site: string;
  id: string;
  slug: string;
  /** Five fields, or undefined. */
  cron?: string | undefined;
  tz?: string | undefined;
}

/** A name that a unit, a container or a Kubernetes object may bear. */
const objectName = (slug: string) =>
  slug
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 52) || "job";

const CURL = "curl -fsS -m 10 --retry 5 -o /dev/null";

const muster = ({ site, id }: SnippetSource) =>
  `muster exec --server ${site} ${id} -- /path/to/job.sh`;

const crontab = ({ url, cron, tz }: SnippetSource) =>
  `${tz ? `CRON_TZ=${tz}\n` : ""}${cron ?? "0 * * * *"} /path/to/job.sh && ${CURL} ${url}`;

const bash = ({ url }: SnippetSource) => `#!/bin/bash
url=${url}
rid=$(cat /proc/sys/kernel/random/uuid)

${CURL} "$url/start?rid=$rid"
output=$(/path/to/job.sh 2>&1)
status=$?
tail -c 100000 <<<"$output" | ${CURL} --data-binary @- "$url/$status?rid=$rid"
exit $status`;

const python = ({ url }: SnippetSource) => `import traceback
import urllib.request

URL = "${url}"


def ping(suffix="", text=""):
    try:
        urllib.request.urlopen(URL + suffix, data=text.encode(), timeout=10)
    except OSError as error:
        print("ping failed:", error)


ping("/start")
try:
    run_the_job()
except Exception:
    ping("/fail", traceback.format_exc())
    raise
ping()`;

const powershell = ({ url }: SnippetSource) => `$url = "${url}"
$ping = @{ Method = "Post"; TimeoutSec = 10; MaximumRetryCount = 3; RetryIntervalSec = 5 }

Invoke-RestMethod @ping -Uri "$url/start" | Out-Null
$output = & pwsh -File C:\\path\\to\\job.ps1 2>&1 | Out-String
Invoke-RestMethod @ping -Uri "$url/$LASTEXITCODE" -Body $output | Out-Null`;

const systemd = ({ url, slug }: SnippetSource) => `# /etc/systemd/system/${objectName(slug)}.service
[Unit]
Description=${objectName(slug)}

[Service]
Type=oneshot
ExecStartPre=-${CURL.replace("curl", "/usr/bin/curl")} ${url}/start
ExecStart=/path/to/job.sh
ExecStopPost=-/bin/sh -c 'test "$$SERVICE_RESULT" = success || end=/fail; ${CURL} ${url}$$end'`;

const docker = ({ url, slug }: SnippetSource) => `docker run --rm --name ${objectName(slug)} \\
  your/image:tag /path/to/job.sh
${CURL} ${url}/$?`;

const kubernetes = ({ url, slug, cron, tz }: SnippetSource) => `apiVersion: batch/v1
kind: CronJob
metadata:
  name: ${objectName(slug)}
spec:
  schedule: "${cron ?? "0 * * * *"}"${tz ? `\n  timeZone: ${tz}` : ""}
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      backoffLimit: 0
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: job
              image: your/image:tag
              command: [/bin/sh, -c]
              args:
                - |
                  curl -fsS -m 10 --retry 5 ${url}/start
                  /path/to/job.sh
                  status=$?
                  curl -fsS -m 10 --retry 5 ${url}/$status
                  exit $status`;

const makers: Record<SnippetName, (source: SnippetSource) => string> = {
  muster,
  crontab,
  bash,
  python,
  powershell,
  systemd,
  docker,
  kubernetes,
};

export const snippet = (name: SnippetName, source: SnippetSource) => makers[name](source);
