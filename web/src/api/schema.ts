// Written by `npm run types` from docs/reference/openapi.json. Do not edit.

export interface Schema {
  "GET /v1/alerts": {
    query: { state?: string | number | boolean; limit?: string | number | boolean; before?: string | number | boolean };
    reply: {
      alerts: ({
        id: string;
        project: string;
        project_name: string;
        check?: string;
        check_id?: string;
        check_name?: string;
        reason: "fail" | "timeout" | "missed_start" | "overrun";
        state: "open" | "acknowledged" | "resolved";
        opened_at: string;
        acknowledged_at?: string;
        acknowledged_by?: string;
        remark?: string;
        resolved_at?: string;
      })[];
      next?: string;
    };
  };
  "GET /v1/audit": {
    query: { project?: string | number | boolean; user?: string | number | boolean; action?: string | number | boolean; outcome?: string | number | boolean; from?: string | number | boolean; to?: string | number | boolean; before?: string | number | boolean; limit?: string | number | boolean };
    reply: {
      events: ({
        id: number;
        at: string;
        user: string;
        user_id?: string;
        address: string;
        action: string;
        object_kind: string;
        object_id: string;
        object_name: string;
        project?: string;
        project_name?: string;
        outcome: "done" | "refused" | "failed";
        detail: string;
        unseen: boolean;
      })[];
      next?: number;
    };
  };
  "POST /v1/audit/seen": {
    body: {
      up_to: number;
    };
    reply: {
      unread: number;
    };
  };
  "GET /v1/events": {
    reply: undefined;
  };
  "PATCH /v1/profile": {
    body: {
      email?: string;
      phone?: string;
      language?: string;
      time_zone?: string;
      theme?: "system" | "light" | "dark";
    };
    reply: {
      id: string;
      name: string;
      email: string;
      phone: string;
      admin: boolean;
      language: string;
      time_zone: string;
      theme: "system" | "light" | "dark";
      totp: boolean;
      has_password: boolean;
    };
  };
  "POST /v1/profile/password": {
    body: {
      old_password: string;
      new_password: string;
    };
    reply: undefined;
  };
  "GET /v1/profile/sessions": {
    reply: {
      sessions: {
        id: string;
        created_at: string;
        last_seen_at: string;
        expires_at: string;
        address: string;
        user_agent: string;
        current: boolean;
      }[];
    };
  };
  "DELETE /v1/profile/sessions/{session}": {
    reply: undefined;
  };
  "GET /v1/profile/tokens": {
    reply: {
      tokens: ({
        id: string;
        name: string;
        project?: string;
        project_name?: string;
        access: "read_write" | "read_only";
        created_at: string;
        last_used_at?: string;
        expires_at?: string;
        token?: string;
      })[];
    };
  };
  "POST /v1/profile/tokens": {
    body: {
      name: string;
      project?: string;
      access: "read_write" | "read_only";
      expires_at?: string;
    };
    reply: {
      id: string;
      name: string;
      project?: string;
      project_name?: string;
      access: "read_write" | "read_only";
      created_at: string;
      last_used_at?: string;
      expires_at?: string;
      token?: string;
    };
  };
  "DELETE /v1/profile/tokens/{token}": {
    reply: undefined;
  };
  "POST /v1/profile/totp": {
    body: {
      password: string;
    };
    reply: {
      secret: string;
      uri: string;
    };
  };
  "PUT /v1/profile/totp": {
    body: {
      code: string;
    };
    reply: {
      id: string;
      name: string;
      email: string;
      phone: string;
      admin: boolean;
      language: string;
      time_zone: string;
      theme: "system" | "light" | "dark";
      totp: boolean;
      has_password: boolean;
    };
  };
  "POST /v1/profile/totp/off": {
    body: {
      password: string;
    };
    reply: {
      id: string;
      name: string;
      email: string;
      phone: string;
      admin: boolean;
      language: string;
      time_zone: string;
      theme: "system" | "light" | "dark";
      totp: boolean;
      has_password: boolean;
    };
  };
  "GET /v1/projects": {
    query: { limit?: string | number | boolean; after?: string | number | boolean };
    reply: {
      projects: {
        uuid: string;
        name: string;
        enabled: boolean;
        ping_key?: string;
        badge_key?: string;
        checks: number;
        down: number;
        contacts: number;
        created_at: string;
      }[];
      next?: string;
    };
  };
  "POST /v1/projects": {
    body: {
      name: string;
    };
    reply: {
      uuid: string;
      name: string;
      ping_key: string;
      api_key: string;
      api_key_readonly: string;
      created_at: string;
    };
  };
  "GET /v1/projects/{project}": {
    reply: {
      uuid: string;
      name: string;
      enabled: boolean;
      ping_key?: string;
      badge_key?: string;
      checks: number;
      down: number;
      contacts: number;
      created_at: string;
    };
  };
  "PATCH /v1/projects/{project}": {
    body: {
      name?: string;
      enabled?: boolean;
    };
    reply: {
      uuid: string;
      name: string;
      enabled: boolean;
      ping_key?: string;
      badge_key?: string;
      checks: number;
      down: number;
      contacts: number;
      created_at: string;
    };
  };
  "DELETE /v1/projects/{project}": {
    reply: undefined;
  };
  "GET /v1/projects/{project}/alerts": {
    query: { state?: string | number | boolean; check?: string | number | boolean; limit?: string | number | boolean; before?: string | number | boolean };
    reply: {
      alerts: ({
        id: string;
        project: string;
        project_name: string;
        check?: string;
        check_id?: string;
        check_name?: string;
        reason: "fail" | "timeout" | "missed_start" | "overrun";
        state: "open" | "acknowledged" | "resolved";
        opened_at: string;
        acknowledged_at?: string;
        acknowledged_by?: string;
        remark?: string;
        resolved_at?: string;
      })[];
      next?: string;
    };
  };
  "GET /v1/projects/{project}/alerts/{alert}": {
    reply: {
      id: string;
      project: string;
      project_name: string;
      check?: string;
      check_id?: string;
      check_name?: string;
      reason: "fail" | "timeout" | "missed_start" | "overrun";
      state: "open" | "acknowledged" | "resolved";
      opened_at: string;
      acknowledged_at?: string;
      acknowledged_by?: string;
      remark?: string;
      resolved_at?: string;
      deliveries: ({
        id: string;
        contact?: string;
        contact_id?: string;
        direction: "down" | "up";
        state: "pending" | "sent" | "failed" | "dropped";
        attempts: number;
        created_at: string;
        next_attempt_at?: string;
        settled_at?: string;
        answer: string;
      })[];
    };
  };
  "POST /v1/projects/{project}/alerts/{alert}/acknowledge": {
    body: {
      remark?: string;
    };
    reply: {
      id: string;
      project: string;
      project_name: string;
      check?: string;
      check_id?: string;
      check_name?: string;
      reason: "fail" | "timeout" | "missed_start" | "overrun";
      state: "open" | "acknowledged" | "resolved";
      opened_at: string;
      acknowledged_at?: string;
      acknowledged_by?: string;
      remark?: string;
      resolved_at?: string;
    };
  };
  "GET /v1/projects/{project}/checks": {
    query: { limit?: string | number | boolean; after?: string | number | boolean; bars?: string | number | boolean };
    reply: {
      checks: ({
        id: string;
        uuid?: string;
        name: string;
        slug: string;
        tags: string;
        description: string;
        timeout?: number;
        schedule?: string;
        tz?: string;
        grace: number;
        start_limit?: number;
        run_limit?: number;
        failures_before_down: number;
        successes_before_up: number;
        methods: "any" | "post_only";
        resume: "on_ping" | "by_hand";
        status: "new" | "up" | "grace" | "down" | "paused";
        started: boolean;
        paused: boolean;
        last_ping?: string;
        last_duration?: number;
        next_ping?: string;
        overdue_since?: string;
        pings: number;
        ping_url?: string;
        contacts: string[];
        created_at: string;
        bars?: ({
          at: string;
          outcome: "success" | "start" | "fail" | "log" | "ign";
          duration?: number;
        })[];
      })[];
      next?: number;
    };
  };
  "POST /v1/projects/{project}/checks": {
    body: {
      name: string;
      slug?: string;
      tags?: string;
      description?: string;
      timeout?: number;
      schedule?: string;
      tz?: string;
      grace?: number;
      start_limit?: number;
      run_limit?: number;
      failures_before_down?: number;
      successes_before_up?: number;
      methods?: "any" | "post_only";
      resume?: "on_ping" | "by_hand";
      contacts?: string[];
    };
    reply: {
      id: string;
      uuid?: string;
      name: string;
      slug: string;
      tags: string;
      description: string;
      timeout?: number;
      schedule?: string;
      tz?: string;
      grace: number;
      start_limit?: number;
      run_limit?: number;
      failures_before_down: number;
      successes_before_up: number;
      methods: "any" | "post_only";
      resume: "on_ping" | "by_hand";
      status: "new" | "up" | "grace" | "down" | "paused";
      started: boolean;
      paused: boolean;
      last_ping?: string;
      last_duration?: number;
      next_ping?: string;
      overdue_since?: string;
      pings: number;
      ping_url?: string;
      contacts: string[];
      created_at: string;
      bars?: ({
        at: string;
        outcome: "success" | "start" | "fail" | "log" | "ign";
        duration?: number;
      })[];
    };
  };
  "POST /v1/projects/{project}/checks/bulk": {
    body: {
      checks: string[];
      action: "pause" | "resume" | "delete" | "tag" | "untag";
      tag?: string;
    };
    reply: {
      changed: number;
    };
  };
  "GET /v1/projects/{project}/checks/{check}": {
    query: { bars?: string | number | boolean };
    reply: {
      id: string;
      uuid?: string;
      name: string;
      slug: string;
      tags: string;
      description: string;
      timeout?: number;
      schedule?: string;
      tz?: string;
      grace: number;
      start_limit?: number;
      run_limit?: number;
      failures_before_down: number;
      successes_before_up: number;
      methods: "any" | "post_only";
      resume: "on_ping" | "by_hand";
      status: "new" | "up" | "grace" | "down" | "paused";
      started: boolean;
      paused: boolean;
      last_ping?: string;
      last_duration?: number;
      next_ping?: string;
      overdue_since?: string;
      pings: number;
      ping_url?: string;
      contacts: string[];
      created_at: string;
      bars?: ({
        at: string;
        outcome: "success" | "start" | "fail" | "log" | "ign";
        duration?: number;
      })[];
    };
  };
  "PATCH /v1/projects/{project}/checks/{check}": {
    body: {
      name?: string;
      slug?: string;
      tags?: string;
      description?: string;
      timeout?: number;
      schedule?: string;
      tz?: string;
      grace?: number;
      start_limit?: number;
      run_limit?: number;
      failures_before_down?: number;
      successes_before_up?: number;
      methods?: "any" | "post_only";
      resume?: "on_ping" | "by_hand";
      contacts?: string[];
    };
    reply: {
      id: string;
      uuid?: string;
      name: string;
      slug: string;
      tags: string;
      description: string;
      timeout?: number;
      schedule?: string;
      tz?: string;
      grace: number;
      start_limit?: number;
      run_limit?: number;
      failures_before_down: number;
      successes_before_up: number;
      methods: "any" | "post_only";
      resume: "on_ping" | "by_hand";
      status: "new" | "up" | "grace" | "down" | "paused";
      started: boolean;
      paused: boolean;
      last_ping?: string;
      last_duration?: number;
      next_ping?: string;
      overdue_since?: string;
      pings: number;
      ping_url?: string;
      contacts: string[];
      created_at: string;
      bars?: ({
        at: string;
        outcome: "success" | "start" | "fail" | "log" | "ign";
        duration?: number;
      })[];
    };
  };
  "DELETE /v1/projects/{project}/checks/{check}": {
    reply: undefined;
  };
  "POST /v1/projects/{project}/checks/{check}/pause": {
    reply: {
      id: string;
      uuid?: string;
      name: string;
      slug: string;
      tags: string;
      description: string;
      timeout?: number;
      schedule?: string;
      tz?: string;
      grace: number;
      start_limit?: number;
      run_limit?: number;
      failures_before_down: number;
      successes_before_up: number;
      methods: "any" | "post_only";
      resume: "on_ping" | "by_hand";
      status: "new" | "up" | "grace" | "down" | "paused";
      started: boolean;
      paused: boolean;
      last_ping?: string;
      last_duration?: number;
      next_ping?: string;
      overdue_since?: string;
      pings: number;
      ping_url?: string;
      contacts: string[];
      created_at: string;
      bars?: ({
        at: string;
        outcome: "success" | "start" | "fail" | "log" | "ign";
        duration?: number;
      })[];
    };
  };
  "GET /v1/projects/{project}/checks/{check}/pings": {
    query: { limit?: string | number | boolean; before?: string | number | boolean };
    reply: {
      pings: ({
        n: number;
        at: string;
        kind: "success" | "start" | "fail" | "log" | "ign";
        duration?: number;
        method: string;
        scheme: string;
        address: string;
        user_agent: string;
        rid?: string;
        exit_status?: number;
        body_bytes: number;
      })[];
      next?: number;
    };
  };
  "GET /v1/projects/{project}/checks/{check}/pings/{n}/body": {
    reply: undefined;
  };
  "POST /v1/projects/{project}/checks/{check}/resume": {
    reply: {
      id: string;
      uuid?: string;
      name: string;
      slug: string;
      tags: string;
      description: string;
      timeout?: number;
      schedule?: string;
      tz?: string;
      grace: number;
      start_limit?: number;
      run_limit?: number;
      failures_before_down: number;
      successes_before_up: number;
      methods: "any" | "post_only";
      resume: "on_ping" | "by_hand";
      status: "new" | "up" | "grace" | "down" | "paused";
      started: boolean;
      paused: boolean;
      last_ping?: string;
      last_duration?: number;
      next_ping?: string;
      overdue_since?: string;
      pings: number;
      ping_url?: string;
      contacts: string[];
      created_at: string;
      bars?: ({
        at: string;
        outcome: "success" | "start" | "fail" | "log" | "ign";
        duration?: number;
      })[];
    };
  };
  "GET /v1/projects/{project}/checks/{check}/transitions": {
    query: { from?: string | number | boolean; to?: string | number | boolean };
    reply: {
      transitions: ({
        at: string;
        from: "new" | "up" | "down" | "paused";
        to: "new" | "up" | "down" | "paused";
        reason: string;
      })[];
    };
  };
  "GET /v1/projects/{project}/contacts": {
    reply: {
      contacts: {
        id: string;
        name: string;
        kind: string;
        enabled: boolean;
        tells_down: boolean;
        tells_up: boolean;
        config: unknown;
        secrets_set: string[];
        last_error: string;
        created_at: string;
      }[];
    };
  };
  "POST /v1/projects/{project}/contacts": {
    body: {
      name: string;
      kind: string;
      config: unknown;
    };
    reply: {
      id: string;
      name: string;
      kind: string;
      enabled: boolean;
      tells_down: boolean;
      tells_up: boolean;
      config: unknown;
      secrets_set: string[];
      last_error: string;
      created_at: string;
    };
  };
  "GET /v1/projects/{project}/contacts/{contact}": {
    reply: {
      id: string;
      name: string;
      kind: string;
      enabled: boolean;
      tells_down: boolean;
      tells_up: boolean;
      config: unknown;
      secrets_set: string[];
      last_error: string;
      created_at: string;
    };
  };
  "PATCH /v1/projects/{project}/contacts/{contact}": {
    body: {
      name?: string;
      config?: unknown;
    };
    reply: {
      id: string;
      name: string;
      kind: string;
      enabled: boolean;
      tells_down: boolean;
      tells_up: boolean;
      config: unknown;
      secrets_set: string[];
      last_error: string;
      created_at: string;
    };
  };
  "DELETE /v1/projects/{project}/contacts/{contact}": {
    reply: undefined;
  };
  "POST /v1/projects/{project}/contacts/{contact}/disable": {
    reply: {
      id: string;
      name: string;
      kind: string;
      enabled: boolean;
      tells_down: boolean;
      tells_up: boolean;
      config: unknown;
      secrets_set: string[];
      last_error: string;
      created_at: string;
    };
  };
  "POST /v1/projects/{project}/contacts/{contact}/enable": {
    reply: {
      id: string;
      name: string;
      kind: string;
      enabled: boolean;
      tells_down: boolean;
      tells_up: boolean;
      config: unknown;
      secrets_set: string[];
      last_error: string;
      created_at: string;
    };
  };
  "POST /v1/projects/{project}/contacts/{contact}/test": {
    body: {
      direction: "down" | "up";
    };
    reply: {
      taken: boolean;
      answer: string;
      took_ms: number;
    };
  };
  "GET /v1/projects/{project}/keys": {
    reply: {
      keys: ({
        id: string;
        name: string;
        access: "read_write" | "read_only";
        key?: string;
        created_at: string;
      })[];
    };
  };
  "POST /v1/projects/{project}/keys": {
    body: {
      name: string;
      access?: "read_write" | "read_only";
    };
    reply: {
      id: string;
      name: string;
      access: "read_write" | "read_only";
      key?: string;
      created_at: string;
    };
  };
  "DELETE /v1/projects/{project}/keys/{key}": {
    reply: undefined;
  };
  "GET /v1/projects/{project}/members": {
    reply: {
      members: ({
        user: string;
        name: string;
        email?: string;
        role: "operator" | "viewer";
        run_commands: boolean;
        scan: boolean;
      })[];
    };
  };
  "PUT /v1/projects/{project}/members/{user}": {
    body: {
      role: "operator" | "viewer";
      run_commands?: boolean;
      scan?: boolean;
    };
    reply: {
      user: string;
      name: string;
      email?: string;
      role: "operator" | "viewer";
      run_commands: boolean;
      scan: boolean;
    };
  };
  "DELETE /v1/projects/{project}/members/{user}": {
    reply: undefined;
  };
  "POST /v1/schedule/preview": {
    body: {
      schedule?: string;
      timeout?: number;
      tz?: string;
      grace?: number;
      count?: number;
    };
    reply: {
      times: ({
        at: string;
        local: string;
        mark?: "gap" | "repeat";
      })[];
    };
  };
  "GET /v1/server": {
    reply: {
      version: string;
      now: string;
      blackout?: {
        from: string;
        to: string;
      };
      counts?: {
        projects: number;
        checks: number;
        open_alerts: number;
        pending_deliveries: number;
        users: number;
      };
    };
  };
  "GET /v1/session": {
    reply: {
      state: "setup" | "signed_out" | "signed_in";
      csrf?: string;
      user?: {
        id: string;
        name: string;
        email: string;
        phone: string;
        admin: boolean;
        language: string;
        time_zone: string;
        theme: "system" | "light" | "dark";
        totp: boolean;
        has_password: boolean;
      };
      projects: ({
        uuid: string;
        name: string;
        enabled: boolean;
        role: "admin" | "operator" | "viewer";
        run_commands: boolean;
        scan: boolean;
        contacts_usable: boolean;
      })[];
      unread: number;
      version: string;
      site_url: string;
      now: string;
    };
  };
  "POST /v1/session": {
    body: {
      name: string;
      password: string;
      code?: string;
      remember?: boolean;
    };
    reply: {
      state: "setup" | "signed_out" | "signed_in";
      csrf?: string;
      user?: {
        id: string;
        name: string;
        email: string;
        phone: string;
        admin: boolean;
        language: string;
        time_zone: string;
        theme: "system" | "light" | "dark";
        totp: boolean;
        has_password: boolean;
      };
      projects: ({
        uuid: string;
        name: string;
        enabled: boolean;
        role: "admin" | "operator" | "viewer";
        run_commands: boolean;
        scan: boolean;
        contacts_usable: boolean;
      })[];
      unread: number;
      version: string;
      site_url: string;
      now: string;
    };
  };
  "DELETE /v1/session": {
    query: { all?: string | number | boolean };
    reply: undefined;
  };
  "POST /v1/setup": {
    body: {
      token: string;
      name: string;
      password: string;
      email?: string;
      language?: string;
    };
    reply: {
      state: "setup" | "signed_out" | "signed_in";
      csrf?: string;
      user?: {
        id: string;
        name: string;
        email: string;
        phone: string;
        admin: boolean;
        language: string;
        time_zone: string;
        theme: "system" | "light" | "dark";
        totp: boolean;
        has_password: boolean;
      };
      projects: ({
        uuid: string;
        name: string;
        enabled: boolean;
        role: "admin" | "operator" | "viewer";
        run_commands: boolean;
        scan: boolean;
        contacts_usable: boolean;
      })[];
      unread: number;
      version: string;
      site_url: string;
      now: string;
    };
  };
  "GET /v1/users": {
    reply: {
      users: ({
        id: string;
        name: string;
        email: string;
        phone: string;
        admin: boolean;
        enabled: boolean;
        has_password: boolean;
        totp: boolean;
        created_at: string;
        last_seen_at?: string;
        memberships: ({
          project: string;
          project_name: string;
          role: "operator" | "viewer";
          run_commands: boolean;
          scan: boolean;
        })[];
        password?: string;
        token?: string;
      })[];
    };
  };
  "POST /v1/users": {
    body: {
      name: string;
      email?: string;
      phone?: string;
      admin?: boolean;
      password?: string;
      generate_password?: boolean;
      role?: "admin" | "operator" | "viewer";
      project?: string;
    };
    reply: {
      id: string;
      name: string;
      email: string;
      phone: string;
      admin: boolean;
      enabled: boolean;
      has_password: boolean;
      totp: boolean;
      created_at: string;
      last_seen_at?: string;
      memberships: ({
        project: string;
        project_name: string;
        role: "operator" | "viewer";
        run_commands: boolean;
        scan: boolean;
      })[];
      password?: string;
      token?: string;
    };
  };
  "PATCH /v1/users/{user}": {
    body: {
      name?: string;
      email?: string;
      phone?: string;
      admin?: boolean;
      enabled?: boolean;
    };
    reply: {
      id: string;
      name: string;
      email: string;
      phone: string;
      admin: boolean;
      enabled: boolean;
      has_password: boolean;
      totp: boolean;
      created_at: string;
      last_seen_at?: string;
      memberships: ({
        project: string;
        project_name: string;
        role: "operator" | "viewer";
        run_commands: boolean;
        scan: boolean;
      })[];
      password?: string;
      token?: string;
    };
  };
  "DELETE /v1/users/{user}": {
    reply: undefined;
  };
  "POST /v1/users/{user}/password": {
    reply: {
      id: string;
      name: string;
      email: string;
      phone: string;
      admin: boolean;
      enabled: boolean;
      has_password: boolean;
      totp: boolean;
      created_at: string;
      last_seen_at?: string;
      memberships: ({
        project: string;
        project_name: string;
        role: "operator" | "viewer";
        run_commands: boolean;
        scan: boolean;
      })[];
      password?: string;
      token?: string;
    };
  };
}
