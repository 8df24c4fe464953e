// The texts of the console. Per language there are two lazily loaded catalogues: en/index.ts for the
// first pages, en/more.ts for all others. Their namespaces are the JSON files of the folder, so that
// each page's texts stay together: t("checks.title").
import i18next from "i18next";
import { useCallback, useSyncExternalStore } from "react";
import type { Language } from "@/api/contract";
import { storedText } from "@/lib/storage";
import type en from "./en";
import type enMore from "./en/more";

type Leaves<T, Prefix extends string = ""> = {
  [K in keyof T & string]: T[K] extends string ? `${Prefix}${K}` : Leaves<T[K], `${Prefix}${K}.`>;
}[keyof T & string];
type Singular<K extends string> = K extends `${infer Base}_one` | `${infer Base}_other` ? Base : K;

export type Key = Singular<Leaves<typeof en> | Leaves<typeof enMore>>;
export type Values = Record<string, string | number>;
export type Translate = (key: Key, values?: Values) => string;

type Catalogue = () => Promise<{ default: object }>;
const catalogues: Record<Language, { first: Catalogue; more: Catalogue }> = {
  en: { first: () => import("./en"), more: () => import("./en/more") },
  zh: { first: () => import("./zh"), more: () => import("./zh/more") },
};
let moreWanted = false;

async function add(language: Language, part: "first" | "more") {
  const catalogue = await catalogues[language][part]();
  i18next.addResourceBundle(language, "translation", catalogue.default, true, true);
}

/** Loads the texts of the pages beyond the first ones; every later language brings its own. */
export async function loadMoreTexts(): Promise<void> {
  moreWanted = true;
  await add(currentLanguage(), "more");
}

export const languages: Record<Language, string> = { en: "English", zh: "中文" };

const stored = storedText("muster.language");

function preferred(): Language {
  const wanted = [stored.get(), ...navigator.languages];
  const found = wanted.map((tag) => tag.slice(0, 2)).find((tag) => tag in catalogues);
  return (found as Language | undefined) ?? "en";
}

export async function setLanguage(language: Language): Promise<void> {
  await Promise.all([add(language, "first"), moreWanted && add(language, "more")]);
  stored.set(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
}

export async function startLanguage(): Promise<void> {
  await i18next.init({
    lng: preferred(),
    fallbackLng: false,
    resources: {},
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await setLanguage(preferred());
}

/** For places that are not components, such as a toast raised by the live feed. */
export const t: Translate = (key, values) => i18next.t(key, values ?? {});

export const currentLanguage = () => i18next.language as Language;
/** The tag for Intl. */
export const currentLocale = () => (currentLanguage() === "zh" ? "zh-CN" : "en-GB");

function watch(watcher: () => void) {
  i18next.on("languageChanged", watcher);
  return () => i18next.off("languageChanged", watcher);
}

export function useLanguage(): Language {
  return useSyncExternalStore(watch, currentLanguage);
}

export function useT(): Translate {
  const language = useLanguage();
  // A new function per language, so that what depends on it is computed anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the language is the dependency
  return useCallback<Translate>((key, values) => t(key, values), [language]);
}
