import { fileURLToPath } from "node:url";
import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { mockServer } from "./dev/mock";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// MUSTER_URL sends the API calls of `npm run dev` to a running server instead of to the samples.
const server = process.env.MUSTER_URL;

/** Chunks bear the name of their folder, pages with "page-": the size script reads it. */
function chunkName(chunk: { facadeModuleId: string | null; name: string }): string {
  const [, parent, folder] = /(\w+)\/([\w-]+)\/index\.tsx?$/.exec(chunk.facadeModuleId ?? "") ?? [];
  const name = folder ? (parent === "pages" ? `page-${folder}` : folder) : chunk.name;
  return `assets/${name}-[hash].js`;
}

// The policy that the server sends; `npm run preview` shows the built console under it.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

export default defineConfig({
  plugins: [react(), tailwind(), ...(server ? [] : [mockServer()])],
  resolve: {
    alias: [
      { find: "@", replacement: here("./src") },
      // The original writes a <style> element, which the content security policy forbids.
      { find: "react-remove-scroll", replacement: here("./src/ui/scroll-lock.tsx") },
    ],
  },
  build: {
    target: "es2022",
    outDir: "dist",
    assetsDir: "assets",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    rollupOptions: {
      // Chunks of a few hundred bytes cost a request each; they join the ones that use them.
      output: { experimentalMinChunkSize: 6_000, chunkFileNames: chunkName },
    },
  },
  server: {
    port: 5173,
    ...(server ? { proxy: { "/v1": { target: server, changeOrigin: true } } } : {}),
  },
  preview: { headers: { "Content-Security-Policy": policy } },
  test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"], restoreMocks: true },
});
