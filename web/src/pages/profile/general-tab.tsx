import { call } from "@/api/client";
import type { Language, ThemeName } from "@/api/contract";
import { adoptProfile } from "@/api/profile";
import { useSignedIn } from "@/api/session";
import { theme } from "@/app/preferences";
import { languages, setLanguage, useT } from "@/i18n";
import { useForm } from "@/lib/form";
import { viewerZone } from "@/lib/time";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Field } from "@/ui/field";
import { Input, Select } from "@/ui/input";
import { Notice } from "@/ui/notice";
import { toast } from "@/ui/toast";

const zones = Intl.supportedValuesOf("timeZone");

export function GeneralTab() {
  const t = useT();
  const { user, projects } = useSignedIn();
  const form = useForm({
    initial: {
      email: user.email,
      phone: user.phone,
      language: user.language,
      time_zone: user.time_zone,
      theme: user.theme,
    },
    submit: async (body) => {
      const saved = await call("PATCH /v1/profile", { body });
      adoptProfile(saved);
      viewerZone.set(saved.time_zone);
      theme.set(saved.theme);
      if (saved.language) await setLanguage(saved.language);
      toast(t("common.saved"));
    },
  });
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Card>
      <form onSubmit={form.onSubmit} className="flex flex-col gap-4 p-4">
        {form.problem && <Notice kind="error">{form.problem}</Notice>}
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t("users.email")} hint={t("setup.emailHint")} error={form.error("email")}>
            {(ids) => (
              <Input {...ids} {...form.text("email")} inputMode="email" autoComplete="email" />
            )}
          </Field>
          <Field label={t("users.phone")} error={form.error("phone")}>
            {(ids) => <Input {...ids} {...form.text("phone")} inputMode="tel" autoComplete="tel" />}
          </Field>
          <Field label={t("look.language")} error={form.error("language")}>
            {(ids) => (
              <Select {...ids} {...form.text("language")}>
                <option value="">{t("profile.ofBrowser")}</option>
                {(Object.entries(languages) as [Language, string][]).map(([language, name]) => (
                  <option key={language} value={language} lang={language}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label={t("look.theme")} error={form.error("theme")}>
            {(ids) => (
              <Select {...ids} {...form.text("theme")}>
                {(["system", "light", "dark"] satisfies ThemeName[]).map((name) => (
                  <option key={name} value={name}>
                    {t(`look.${name}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field
            label={t("profile.timeZone")}
            hint={t("profile.timeZoneHint")}
            error={form.error("time_zone")}
          >
            {(ids) => (
              <>
                <Input
                  {...ids}
                  {...form.text("time_zone")}
                  list="time-zones"
                  placeholder={t("profile.zoneOfBrowser", { zone: own })}
                  autoComplete="off"
                  spellCheck={false}
                />
                <datalist id="time-zones">
                  {zones.map((zone) => (
                    <option key={zone} value={zone} />
                  ))}
                </datalist>
              </>
            )}
          </Field>
        </div>
        <Button
          type="submit"
          variant="primary"
          busy={form.busy}
          disabled={!form.dirty}
          className="self-start"
        >
          {t("common.save")}
        </Button>
      </form>
      <div className="border-line border-t p-4 text-sm">
        <p className="mb-1.5 text-ink-3 text-xs">{t("profile.belongsTo")}</p>
        {user.admin ? (
          <p className="text-ink-2">{t("users.adminEverywhere")}</p>
        ) : projects.length === 0 ? (
          <p className="text-ink-2">{t("project.none")}</p>
        ) : (
          <ul className="flex flex-wrap gap-x-6 gap-y-1">
            {projects.map((project) => (
              <li key={project.uuid}>
                {project.name} <span className="text-ink-3">{t(`role.${project.role}`)}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}
