import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { useSearchParams } from "wouter";
import { useSignedIn } from "@/api/session";
import { useUsers } from "@/api/users";
import { useT } from "@/i18n";
import { Button } from "@/ui/button";
import { Checkbox, Input, Select } from "@/ui/input";
import {
  actions,
  type Filter,
  isFiltered,
  type Outcome,
  outcomes,
  type Range,
  ranges,
} from "./filter";
import { actionText, kindText } from "./words";

const names = ["range", "from", "to", "user", "action", "outcome", "project"] as const;

export interface AuditFilter {
  filter: Filter;
  unseen: boolean;
  set: (name: (typeof names)[number] | "unseen", value: string) => void;
  clear: () => void;
}

/** The filters as they stand in the address. */
export function useAuditFilter(): AuditFilter {
  const [search, setSearch] = useSearchParams();
  const get = (name: string) => search.get(name) ?? "";
  const oneOf = <T extends string>(name: string, allowed: readonly T[]) =>
    allowed.find((value) => value === get(name)) ?? (allowed[0] as T);
  const change = (work: (search: URLSearchParams) => void) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        work(after);
        return after;
      },
      { replace: true },
    );
  return {
    filter: {
      range: oneOf<Range>("range", ranges),
      from: get("from"),
      to: get("to"),
      user: get("user"),
      action: get("action"),
      outcome: oneOf<Outcome>("outcome", outcomes),
      project: get("project"),
    },
    unseen: get("unseen") === "true",
    set: (name, value) => change((after) => (value ? after.set(name, value) : after.delete(name))),
    clear: () =>
      change((after) => {
        for (const name of [...names, "unseen"]) after.delete(name);
      }),
  };
}

const TYPING_MS = 400;

/** Asks once the typing has stopped. */
function Person({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useT();
  const { user } = useSignedIn();
  const users = useUsers(user.admin);
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <>
      <Input
        id="audit-person"
        type="search"
        className="w-40"
        list="audit-people"
        value={text}
        placeholder={t("audit.anybody")}
        aria-label={t("audit.person")}
        onChange={({ target }) => setText(target.value)}
      />
      <datalist id="audit-people">
        {users.data?.map(({ id, name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
    </>
  );
}

function ActionChoice({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useT();
  return (
    <Select
      className="w-48"
      aria-label={t("audit.action")}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    >
      <option value="">{t("audit.anyAction")}</option>
      {Object.entries(actions).map(([kind, verbs]) => (
        <optgroup key={kind} label={kindText(kind)}>
          <option value={`${kind}.`}>{t("audit.allOf", { kind: kindText(kind) })}</option>
          {verbs.map((verb) => (
            <option key={verb} value={`${kind}.${verb}`}>
              {actionText(t, `${kind}.${verb}`)}
            </option>
          ))}
        </optgroup>
      ))}
    </Select>
  );
}

export function Filters({ of }: { of: AuditFilter }) {
  const t = useT();
  const { projects } = useSignedIn();
  const { filter, unseen, set, clear } = of;
  const [setUser] = useState(() => (value: string) => set("user", value));
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <Select
        className="w-40"
        aria-label={t("audit.time")}
        value={filter.range}
        onChange={({ target }) => set("range", target.value)}
      >
        {ranges.map((range) => (
          <option key={range} value={range}>
            {t(`audit.ranges.${range || "all"}`)}
          </option>
        ))}
      </Select>
      {filter.range === "custom" &&
        (["from", "to"] as const).map((end) => (
          <Input
            key={end}
            type="datetime-local"
            className="w-48"
            aria-label={t(`audit.${end}`)}
            value={filter[end]}
            onChange={({ target }) => set(end, target.value)}
          />
        ))}
      <Person value={filter.user} onChange={setUser} />
      <ActionChoice value={filter.action} onChange={(value) => set("action", value)} />
      <Select
        className="w-36"
        aria-label={t("audit.outcome")}
        value={filter.outcome}
        onChange={({ target }) => set("outcome", target.value)}
      >
        {outcomes.map((outcome) => (
          <option key={outcome} value={outcome}>
            {t(`audit.outcomes.${outcome || "any"}`)}
          </option>
        ))}
      </Select>
      {projects.length > 1 && (
        <Select
          className="w-44"
          aria-label={t("alerts.project")}
          value={filter.project}
          onChange={({ target }) => set("project", target.value)}
        >
          <option value="">{t("alerts.allProjects")}</option>
          {projects.map(({ uuid, name }) => (
            <option key={uuid} value={uuid}>
              {name}
            </option>
          ))}
        </Select>
      )}
      <label className="flex h-8 items-center gap-2 px-1 text-sm">
        <Checkbox
          checked={unseen}
          onChange={({ target }) => set("unseen", target.checked ? "true" : "")}
        />
        {t("audit.onlyNew")}
      </label>
      {(isFiltered(filter) || unseen) && (
        <Button variant="ghost" onClick={clear}>
          <X />
          {t("checks.clearFilters")}
        </Button>
      )}
    </div>
  );
}
