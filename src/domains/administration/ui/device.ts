/** A browser and its system in few words, from what it calls itself: enough to tell one's own devices apart. */
export function describeDevice(agent: string | null): string {
  if (!agent) return '?'
  const systems: [RegExp, string][] = [
    [/iPhone|iPad/, 'iOS'],
    [/Android/, 'Android'],
    [/Windows/, 'Windows'],
    [/Mac OS X|Macintosh/, 'macOS'],
    [/CrOS/, 'ChromeOS'],
    [/Linux|X11/, 'Linux'],
  ]
  // Each also calls itself by the names below it.
  const browsers: [RegExp, string][] = [
    [/Edg\//, 'Edge'],
    [/OPR\//, 'Opera'],
    [/coc_coc_browser/, 'Cốc Cốc'],
    [/Firefox\/|FxiOS/, 'Firefox'],
    [/Chrome\/|CriOS/, 'Chrome'],
    [/Safari\//, 'Safari'],
  ]
  const found = (list: [RegExp, string][]) => list.find(([sign]) => sign.test(agent))?.[1]
  return [found(browsers), found(systems)].filter(Boolean).join(' · ') || agent.slice(0, 40)
}
