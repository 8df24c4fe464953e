import { useQuery } from "@tanstack/react-query";
import { t } from "@/i18n";
import { deleteWithUndo } from "@/lib/undo";
import { call } from "./client";
import type { ContactDocument } from "./contract";
import { keys, queryClient } from "./query";

export const contactKey = (id: string) => `contact:${id}`;

export const contactsQuery = (project: string) => ({
  queryKey: keys.contacts(project),
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    (await call("GET /v1/projects/{project}/contacts", { path: { project }, signal })).contacts,
});

export const useContacts = (project: string) => useQuery(contactsQuery(project));

/** The lists that show contacts, and whether a project has one that is usable. */
export async function renewContacts(project: string) {
  await queryClient.invalidateQueries({ queryKey: keys.contacts(project) });
  void queryClient.invalidateQueries({ queryKey: keys.session });
}

export async function setContactEnabled(project: string, id: string, enabled: boolean) {
  const path = { project, contact: id };
  const changed = enabled
    ? await call("POST /v1/projects/{project}/contacts/{contact}/enable", { path })
    : await call("POST /v1/projects/{project}/contacts/{contact}/disable", { path });
  queryClient.setQueryData<ContactDocument[]>(keys.contacts(project), (list) =>
    list?.map((known) => (known.id === id ? { ...known, ...changed } : known)),
  );
  void queryClient.invalidateQueries({ queryKey: keys.session });
}

export function deleteContact(project: string, contact: Pick<ContactDocument, "id" | "name">) {
  deleteWithUndo({
    text: t("contacts.deletedOne", { name: contact.name }),
    keys: [contactKey(contact.id)],
    commit: async (keepalive) => {
      await call("DELETE /v1/projects/{project}/contacts/{contact}", {
        path: { project, contact: contact.id },
        keepalive,
      });
      queryClient.setQueryData<ContactDocument[]>(keys.contacts(project), (list) =>
        list?.filter((known) => known.id !== contact.id),
      );
    },
    done: () => void renewContacts(project),
  });
}
