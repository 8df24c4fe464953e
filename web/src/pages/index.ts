// Every page, one line each: its address and where it lies. Pages are loaded when they are opened.
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import { loadMoreTexts } from "@/i18n";

type PageComponent = ComponentType<{ params: Record<string, string> }>;
export interface PageRoute {
  path: string;
  page: LazyExoticComponent<PageComponent>;
}

type Load = () => Promise<{ default: PageComponent }>;

/** A page whose texts are in the first catalogue (i18n/en/index.ts). */
const first = (path: string, load: Load): PageRoute => ({ path, page: lazy(load) });

/** Any other page: it brings the second catalogue (i18n/en/more.ts) along. */
const route = (path: string, load: Load): PageRoute => ({
  path,
  page: lazy(() => Promise.all([load(), loadMoreTexts()]).then(([page]) => page)),
});

export const pageRoutes: readonly PageRoute[] = [
  first("/", () => import("./overview")),
  first("/p/:project/checks", () => import("./checks")),
  route("/p/:project/checks/new", () => import("./check-edit")),
  route("/p/:project/checks/:check", () => import("./check")),
  route("/p/:project/checks/:check/edit", () => import("./check-edit")),
  route("/alerts", () => import("./alerts")),
  route("/p/:project/alerts", () => import("./alerts")),
  route("/p/:project/alerts/:alert", () => import("./alert")),
  route("/p/:project/contacts", () => import("./contacts")),
  route("/p/:project/contacts/new", () => import("./contact")),
  route("/p/:project/contacts/:contact", () => import("./contact")),
  route("/projects", () => import("./projects")),
  route("/p/:project/settings", () => import("./project")),
  route("/users", () => import("./users")),
  route("/users/:user", () => import("./user")),
  route("/audit", () => import("./audit")),
  route("/profile", () => import("./profile")),
  route("/settings", () => import("./settings")),
];
