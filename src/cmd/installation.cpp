#include "cmd/installation.h"

#include "base/check.h"
#include "cmd/secret_file.h"
#include "cmd/state_thread.h"
#include "cmd/version.h"
#include "net/address.h"
#include "store/key_file.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace muster::cmd {
namespace {

// Page queries and password hashing; more threads would only queue at the disk.
constexpr std::size_t kPoolThreads = 4;
constexpr std::size_t kPoolJobsMax = 4'096;
// 256 bits.
constexpr std::size_t kSetupTokenChars = 43;
constexpr std::string_view kLettersAndDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

// A key of its own for keyed hashes, so that the master key itself never leaves the sealer.
std::array<std::uint8_t, 32> server_key(const store::MasterKey& master) {
  constexpr std::string_view kPurpose = "muster server secret 1";
  std::array<std::uint8_t, 32> key{};
  std::array<unsigned char, kPurpose.size()> purpose{};
  std::ranges::copy(kPurpose, purpose.begin());
  CHECK(::HMAC(::EVP_sha256(), master.data(), static_cast<int>(master.size()), purpose.data(),
               purpose.size(), key.data(), nullptr) != nullptr);
  return key;
}

net::MailCall::Security security_of(MailSecurity security) {
  switch (security) {
    case MailSecurity::none:
      return net::MailCall::Security::none;
    case MailSecurity::starttls:
      return net::MailCall::Security::starttls;
    case MailSecurity::tls:
      return net::MailCall::Security::tls;
  }
  return net::MailCall::Security::starttls;
}

Result<kinds::SenderSettings> sender_settings(const Config& config) {
  const MailConfig& mail = config.mail;
  std::string password;
  if (!mail.password_file.empty()) password = TRY(read_secret_file(mail.password_file));
  return kinds::SenderSettings{.site_url = config.server.site_url,
                               .mail = {.host = mail.host,
                                        .port = mail.port,
                                        .security = security_of(mail.security),
                                        .username = mail.username,
                                        .password = std::move(password),
                                        .from = mail.from,
                                        .from_name = mail.from_name,
                                        .ca_file = mail.ca_file}};
}

std::chrono::seconds days(std::int32_t count) { return std::chrono::days(count); }

}  // namespace

bool on_postgres(const Config& config) {
  return !config.database.url.empty() && config.database.url != "sqlite";
}

store::OpenOptions storage_options(const Config& config) {
  return {.data_dir = config.server.data_dir, .database_url = config.database.url};
}

Result<std::unique_ptr<Installation>> Installation::open(const Config& config,
                                                         store::Opened storage, Ports ports,
                                                         Notices notices) {
  std::unique_ptr<Installation> made(new Installation(std::move(storage), ports));
  TRY_DO(made->wire_sending(config, notices));
  TRY_DO(made->wire_ledger(config));
  TRY_DO(made->wire_api(config));
  return made;
}

Installation::Installation(store::Opened storage, Ports ports)
    : ports_(ports),
      storage_(std::move(storage)),
      pool_(std::make_unique<WorkerPool>(kPoolThreads, kPoolJobsMax)),
      feed_(ports.entropy.text(8, "0123456789abcdefghijklmnopqrstuvwxyz")) {}

Result<void> Installation::wire_sending(const Config& config, Notices notices) {
  if (notices == Notices::send) {
    const auto reach =
        config.webhooks.allow_private ? net::PrivateTargets::allow : net::PrivateTargets::refuse;
    outgoing_ = TRY(net::Outgoing::open(
        {.private_targets = reach, .user_agent = fmt::format("Muster/{}", kVersion)}));
    sender_ = std::make_unique<kinds::ChannelSender>(channel_table_, *outgoing_, *storage_.reader,
                                                     *pool_, TRY(sender_settings(config)));
  }
  gate_ = std::make_unique<NoticeGate>(sender_.get());
  return {};
}

Result<void> Installation::wire_ledger(const Config& config) {
  ledger_ = TRY(engine::Ledger::open(
      {.store = *storage_.store,
       .sender = *gate_,
       .replies = ports_.replies,
       .entropy = ports_.entropy,
       .log = ports_.log,
       .feed = &feed_},
      {.blackouts = config.blackout.extend_deadlines ? engine::Blackouts::extend_deadlines
                                                     : engine::Blackouts::ignore,
       .keep_pings = days(config.retention.pings_days),
       .keep_history = days(config.retention.history_days)},
      moment_of(ports_.clock)));
  return {};
}

Result<void> Installation::wire_api(const Config& config) {
  front_door_.setup_token = ports_.entropy.text(kSetupTokenChars, kLettersAndDigits);
  const ServerConfig& server = config.server;
  const auto master = TRY(
      store::open_or_create_key_file(server.data_dir + "/master.key", store::WhenMissing::refuse));
  secrets_ = std::make_unique<api::Secrets>(server_key(master));
  site_ = {.url = server.site_url,
           .trusted_proxies =
               TRY(net::CidrSet::parse(fmt::format("{}", fmt::join(server.trusted_proxies, ",")))),
           .ping_body_bytes = server.ping_body_limit,
           .metrics_token = server.metrics_token_file.empty()
                                ? server.metrics_token
                                : TRY(read_secret_file(server.metrics_token_file)),
           .version = std::string(kVersion)};
  services_ = std::make_unique<api::Services>(api::Services{.ledger = *ledger_,
                                                            .reader = *storage_.reader,
                                                            .clock = ports_.clock,
                                                            .channel_kinds = channel_table_,
                                                            .pool = *pool_,
                                                            .secrets = *secrets_,
                                                            .site = site_,
                                                            .log = ports_.log,
                                                            .feed = feed_,
                                                            .sender = *gate_,
                                                            .front_door = front_door_,
                                                            .http_counters = {}});
  dispatcher_ = std::make_unique<api::Dispatcher>(*services_, api::all_routes());
  return {};
}

void Installation::finish_notices(std::chrono::milliseconds longest) {
  gate_->close();
  gate_->wait_until_idle(longest);
  if (outgoing_) outgoing_->stop();
}

void Installation::close() {
  if (gate_) gate_->close();
  if (outgoing_) outgoing_->stop();
  pool_.reset();  // runs what it has taken in
}

}  // namespace muster::cmd
