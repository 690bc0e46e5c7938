import { theme as antd, type ThemeConfig } from 'antd'

/** The look of the whole product: paper and ink, one accent (seal red), four states. The only file that names a colour. */
export interface Tokens {
  /** The ground behind everything. */
  paper: string
  /** A page lying on the ground: tables, forms, panels. */
  sheet: string
  hover: string
  selected: string
  ink: string
  /** Secondary text. */
  muted: string
  /** Hairlines between things. */
  line: string
  /** Edges of what can be typed into or pressed. */
  edge: string
  /** Seal red: the one primary action, and seals. */
  accent: string
  accentHover: string
  accentPressed: string
  onAccent: string
  /** Seal red as text. */
  accentInk: string
  accentWash: string
  ok: string
  okWash: string
  soon: string
  soonWash: string
  late: string
  lateWash: string
  draft: string
  draftWash: string
  /** Underline of a figure that opens. */
  figure: string
  /** Bars of charts: the value and its former value. Told apart without colour vision. */
  bar: string
  barFormer: string
  /** Switches, ticks, selected edges of controls; white marks stand on it. */
  control: string
  shade: string
}

export type Mode = 'light' | 'dark'

export const tokens: Record<Mode, Tokens> = {
  light: {
    paper: '#f6f3ec',
    sheet: '#fffdf9',
    hover: '#f3eee4',
    selected: '#e9e2d4',
    ink: '#221d17',
    muted: '#5f574c',
    line: '#ddd6c9',
    edge: '#8d8475',
    accent: '#a3222e',
    accentHover: '#8b1b26',
    accentPressed: '#74151f',
    onAccent: '#ffffff',
    accentInk: '#a3222e',
    accentWash: '#f8e8e6',
    ok: '#2b693a',
    okWash: '#e3f0e3',
    soon: '#825000',
    soonWash: '#fbefd3',
    late: '#b02418',
    lateWash: '#fbe7e2',
    draft: '#4b5967',
    draftWash: '#e7ebee',
    figure: '#6b6254',
    bar: '#4d6478',
    barFormer: '#c0b49c',
    control: '#4a4238',
    shade: 'rgba(34, 29, 23, 0.14)',
  },
  dark: {
    paper: '#161411',
    sheet: '#1f1c18',
    hover: '#292520',
    selected: '#373129',
    ink: '#ede7dc',
    muted: '#b6ad9e',
    line: '#3a352d',
    edge: '#857b6c',
    accent: '#b5303c',
    accentHover: '#c03b47',
    accentPressed: '#9c2631',
    onAccent: '#ffffff',
    accentInk: '#f2959b',
    accentWash: '#3b2022',
    ok: '#85c593',
    okWash: '#1d3224',
    soon: '#e6b65f',
    soonWash: '#37290f',
    late: '#f49283',
    lateWash: '#3e201b',
    draft: '#adbbc9',
    draftWash: '#28313b',
    figure: '#9c9282',
    bar: '#8fa9bf',
    barFormer: '#5d5648',
    control: '#8a7d6a',
    shade: 'rgba(0, 0, 0, 0.5)',
  },
}

/** Name of the style variable of a token: `okWash` is `--ok-wash`. */
export function cssVariable(token: keyof Tokens): string {
  return `--${token.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

function variables(mode: Mode): string {
  const entries = Object.entries(tokens[mode]) as [keyof Tokens, string][]
  return entries.map(([token, value]) => `${cssVariable(token)}: ${value};`).join(' ')
}

/** Writes the style variables into the page, once; `showMode` then picks light or dark. */
export function injectTokens(page: Document = document): void {
  if (page.getElementById('noivu-tokens')) return
  const style = page.createElement('style')
  style.id = 'noivu-tokens'
  // Paper is always printed light, whatever the screen shows.
  style.textContent = `:root { color-scheme: light; ${variables('light')} }
@media screen { :root[data-mode='dark'] { color-scheme: dark; ${variables('dark')} } }`
  page.head.append(style)
}

/** Shows the page in light or dark. */
export function showMode(mode: Mode, page: Document = document): void {
  page.documentElement.dataset.mode = mode
}

export const fontFamily = "'Be Vietnam Pro', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"

/** Ant Design told the same look. Controls are ink; only the primary button is seal red. */
export function themeConfig(mode: Mode, still = false): ThemeConfig {
  const c = tokens[mode]
  return {
    algorithm: mode === 'dark' ? antd.darkAlgorithm : antd.defaultAlgorithm,
    token: {
      fontFamily,
      fontSize: 14,
      sizeUnit: 4,
      borderRadius: 4,
      controlHeight: 32,
      lineHeight: 1.5715,
      motion: !still,
      motionDurationFast: '0.08s',
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.15s',
      colorPrimary: c.control,
      colorInfo: c.draft,
      colorSuccess: c.ok,
      colorWarning: c.soon,
      colorError: c.late,
      colorErrorText: c.late,
      colorTextBase: c.ink,
      colorBgBase: c.sheet,
      colorText: c.ink,
      colorTextHeading: c.ink,
      colorTextSecondary: c.muted,
      colorTextTertiary: c.muted,
      colorTextDescription: c.muted,
      colorTextPlaceholder: c.muted,
      colorTextDisabled: c.muted,
      colorIcon: c.muted,
      colorBgLayout: c.paper,
      colorBgContainer: c.sheet,
      colorBgElevated: c.sheet,
      colorBgContainerDisabled: c.hover,
      colorBorder: c.edge,
      colorBorderSecondary: c.line,
      colorSplit: c.line,
      colorLink: c.ink,
      colorLinkHover: c.accentInk,
      colorLinkActive: c.accentInk,
      colorPrimaryHover: c.ink,
      colorPrimaryText: c.ink,
      colorPrimaryBg: c.selected,
      colorPrimaryBgHover: c.hover,
      controlItemBgHover: c.hover,
      controlItemBgActive: c.selected,
      controlItemBgActiveHover: c.selected,
      controlOutline: c.shade,
      colorBgMask: c.shade,
    },
    components: {
      Button: {
        colorPrimary: c.accent,
        colorPrimaryHover: c.accentHover,
        colorPrimaryActive: c.accentPressed,
        primaryColor: c.onAccent,
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        defaultColor: c.ink,
        defaultBg: c.sheet,
        defaultBorderColor: c.edge,
        defaultHoverColor: c.ink,
        defaultHoverBg: c.hover,
        defaultHoverBorderColor: c.ink,
        defaultActiveColor: c.ink,
        textHoverBg: c.hover,
        colorLink: c.ink,
        contentFontSize: 14,
      },
      Tabs: {
        itemColor: c.muted,
        itemSelectedColor: c.ink,
        itemHoverColor: c.ink,
        inkBarColor: c.ink,
        horizontalMargin: '0 0 16px 0',
      },
      Select: { optionSelectedBg: c.selected, optionSelectedColor: c.ink },
      Segmented: {
        trackBg: c.selected,
        itemSelectedBg: c.ink,
        itemColor: c.ink,
        itemSelectedColor: c.sheet,
        itemHoverColor: c.ink,
      },
      Tooltip: { colorBgSpotlight: c.ink, colorTextLightSolid: c.sheet },
      Form: { labelColor: c.ink, verticalLabelPadding: '0 0 4px', itemMarginBottom: 16 },
    },
  }
}
