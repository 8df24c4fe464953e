// One's own account.
import { useSignedIn } from "@/api/session";
import { usePageTitle } from "@/app/page-title";
import { useT } from "@/i18n";
import { useUrlState } from "@/lib/url-state";
import { Page, PageHeader } from "@/ui/card";
import { Tabs } from "@/ui/tabs";
import { GeneralTab } from "./general-tab";
import { SecurityTab } from "./security-tab";
import { SessionsTab } from "./sessions-tab";
import { TokensTab } from "./tokens-tab";

const tabs = ["general", "security", "sessions", "tokens"] as const;
type Tab = (typeof tabs)[number];

export default function ProfilePage() {
  const t = useT();
  const { user } = useSignedIn();
  const [tab, setTab] = useUrlState<Tab>("tab", "general", tabs);
  usePageTitle(t("user.profile"));
  return (
    <Page className="max-w-4xl">
      <PageHeader title={user.name} note={user.admin && t("role.admin")} />
      <Tabs
        label={t("user.profile")}
        value={tab}
        onChange={setTab}
        tabs={tabs.map((of) => [of, t(`profile.tabs.${of}`)] as const)}
        className="mb-4"
      >
        {tab === "general" && <GeneralTab />}
        {tab === "security" && <SecurityTab />}
        {tab === "sessions" && <SessionsTab />}
        {tab === "tokens" && <TokensTab />}
      </Tabs>
    </Page>
  );
}
