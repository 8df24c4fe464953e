"""Holds the layout to clang-format-19.

  tools/tidy/format.py [--apply]     names the files that differ and exits 1; --apply rewrites them
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import tidy

FILES_PER_CALL = 8


def main(arguments):
    root = Path(__file__).resolve().parents[2]
    mode = ["-i"] if arguments == ["--apply"] else ["--dry-run", "-Werror"]
    files = [path for path in tidy.list_files(root) if path.suffix in tidy.CPP]
    parts = [files[i : i + FILES_PER_CALL] for i in range(0, len(files), FILES_PER_CALL)]

    def run(part):
        command = ["clang-format-19", "--style=file", *mode, *part]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(run, parts))
    for result in results:
        for line in result.stderr.splitlines():
            if ": error: " in line:  # the excerpts below it say nothing more
                print(line)
    failed = any(result.returncode for result in results)
    if failed:
        print("scripts/format puts it right")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
