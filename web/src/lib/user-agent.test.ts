import { expect, it } from "vitest";
import { describeAgent } from "./user-agent";

it.each([
  [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
    "Chrome 130",
    "Linux",
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36 Edg/130.0",
    "Edge 130",
    "Windows",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile/15E Safari/604",
    "Safari 18",
    "iOS",
  ],
  ["curl/8.5.0", "curl 8", ""],
  ["something else", "something else", ""],
  ["", "", ""],
])("knows %s", (agent, program, system) => {
  expect(describeAgent(agent)).toEqual({ program, system });
});
