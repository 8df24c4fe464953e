import { useQuery } from "@tanstack/react-query";
import { call } from "./client";
import type { UserDocument } from "./contract";
import { keys, queryClient } from "./query";

/** For administrators only; others are refused. */
export const useUsers = (enabled = true) =>
  useQuery({
    queryKey: keys.users,
    queryFn: async ({ signal }) => (await call("GET /v1/users", { signal })).users,
    enabled,
  });

export function putUser(user: UserDocument) {
  const { password: _password, token: _token, ...shown } = user;
  queryClient.setQueryData<UserDocument[]>(keys.users, (list) => {
    if (!list) return list;
    const known = list.some(({ id }) => id === user.id);
    return known ? list.map((of) => (of.id === user.id ? shown : of)) : [...list, shown];
  });
}

export const renewUsers = () => queryClient.invalidateQueries({ queryKey: keys.users });
