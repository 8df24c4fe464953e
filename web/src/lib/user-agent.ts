/** "Firefox on Linux"; what it is not known of stays as it is. Newer names hide older ones in the
 * text, so the order matters. */
export function describeAgent(agent: string): { program: string; system: string } {
  const programs = [
    [/Edg(?:e|A|iOS)?\/(\d+)/, "Edge"],
    [/OPR\/(\d+)/, "Opera"],
    [/MicroMessenger\/(\d+)/, "WeChat"],
    [/(?:Firefox|FxiOS)\/(\d+)/, "Firefox"],
    [/(?:Chrome|CriOS|Chromium)\/(\d+)/, "Chrome"],
    [/Version\/(\d+).*Safari/, "Safari"],
    [/curl\/(\d+)/, "curl"],
  ] as const;
  const systems = [
    [/Android/, "Android"],
    [/iPhone|iPad/, "iOS"],
    [/Windows/, "Windows"],
    [/Mac OS X|Macintosh/, "macOS"],
    [/CrOS/, "ChromeOS"],
    [/Linux/, "Linux"],
  ] as const;
  const found = programs.find(([pattern]) => pattern.test(agent));
  const version = found?.[0].exec(agent)?.[1];
  return {
    program: found ? `${found[1]} ${version ?? ""}`.trim() : agent.slice(0, 60),
    system: systems.find(([pattern]) => pattern.test(agent))?.[1] ?? "",
  };
}
