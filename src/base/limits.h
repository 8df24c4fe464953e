// Every bound that faces outside, in one place. A bound that an administrator may move is a
// configuration key whose default stands here.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace muster::limits {

using namespace std::chrono_literals;

// Heartbeats (Healthchecks §2.2, §2.6)
inline constexpr std::uint64_t kPingBodyBytesDefault = 100'000;
inline constexpr std::uint64_t kPingBodyBytesMax = 64 * 1024 * 1024;
inline constexpr std::size_t kUserAgentChars = 200;
inline constexpr std::chrono::seconds kPeriodMin = 60s;
inline constexpr std::chrono::seconds kPeriodMax = 31'536'000s;
inline constexpr std::size_t kNameChars = 100;
inline constexpr std::size_t kSlugChars = 100;
inline constexpr std::size_t kTagsChars = 500;
inline constexpr std::size_t kDescriptionChars = 65'536;
inline constexpr std::size_t kScheduleChars = 100;
inline constexpr std::size_t kKeywordsChars = 200;
inline constexpr int kToleranceMax = 1000;             // failures before down, successes before up
inline constexpr std::chrono::hours kRunMemory = 72h;  // a start older than this times nothing
inline constexpr std::size_t kRunsPerCheck = 100;      // the oldest is forgotten beyond it
inline constexpr std::size_t kPingsListed = 1000;
inline constexpr std::size_t kTransitionsListed = 10'000;
inline constexpr std::int64_t kPingsReached = 50'000;  // how far back pages of one log go
inline constexpr std::size_t kBarsListed = 30;
inline constexpr std::size_t kChecksWithBars = 200;  // on one page
inline constexpr std::size_t kScheduleTimes = 100;   // worked out at once
inline constexpr std::size_t kRemarkBytes = 2'000;   // on an alert
inline constexpr std::size_t kChecksPerProject = 200'000;

// The state thread
inline constexpr std::size_t kQueueItems = 65'536;  // full means 503 and Retry-After
inline constexpr std::size_t kDeadlinesPerStep = 2'000;
inline constexpr std::size_t kUnfoldedPings = 200'000;  // replayed at start at the most
inline constexpr std::chrono::seconds kFoldAfter = 5s;  // a check's row lags its pings by this
inline constexpr std::chrono::seconds kAliveEvery =
    5s;                                                 // how well the start of an absence is known
inline constexpr std::chrono::seconds kAbsence = 10s;   // a longer gap between steps is an absence
inline constexpr std::chrono::seconds kClockLeap = 2s;  // a smaller step of the clock is left alone
inline constexpr std::chrono::seconds kReloadEvery = 1s;
inline constexpr std::chrono::seconds kRetentionEvery = 60s;
inline constexpr std::chrono::milliseconds kRetentionPause =
    20ms;  // while old rows are being found
inline constexpr std::size_t kRetentionRowsPerStep = 500;
inline constexpr std::size_t kChecksPerView = 1'000;  // checks copied in one visit to the thread

// Live pages
inline constexpr std::chrono::milliseconds kTellEvery = 200ms;
inline constexpr std::chrono::milliseconds kTellManyEvery = 1s;  // beyond kListenersMany
inline constexpr std::size_t kListenersMany = 500;
inline constexpr std::size_t kChecksTold = 200;  // one by one, at a time; more: only that they did
inline constexpr std::size_t kEventsKept = 1'000;  // for those who come back

// Delivery
inline constexpr std::chrono::hours kDeliveryLife = 24h;
inline constexpr std::size_t kDeliveriesInFlight = 1'024;
inline constexpr std::size_t kDeliveriesInFlightPerChannel = 2;
inline constexpr std::chrono::seconds kSendTimeout = 30s;
inline constexpr std::chrono::seconds kSendLease = 120s;  // an answer later than this is no answer

// Who owns what
inline constexpr std::size_t kProjects = 10'000;
inline constexpr std::size_t kApiKeysPerProject = 100;
inline constexpr std::size_t kChannelsPerProject = 1'000;
inline constexpr std::size_t kUsers = 1'000;
inline constexpr std::size_t kUserNameChars = 64;
inline constexpr std::size_t kEmailChars = 254;  // RFC 5321 §4.5.3.1.3
inline constexpr std::size_t kPasswordCharsMin = 10;
inline constexpr std::size_t kPasswordBytesMax = 1'024;
inline constexpr std::size_t kPhoneChars = 32;
inline constexpr std::size_t kPageRows = 1'000;  // of a list in the native API

// Signing in
inline constexpr std::chrono::hours kSessionIdle = 12h;       // without "remember me"
inline constexpr std::chrono::hours kSessionRemember = 168h;  // with it
inline constexpr std::chrono::minutes kSeenEvery = 1min;      // how exactly last use is known
inline constexpr std::size_t kSessionsPerUser = 100;          // the oldest ends beyond it
inline constexpr std::size_t kTokensPerUser = 100;
inline constexpr std::size_t kThrottledNames = 10'000;  // remembered, and as many addresses
inline constexpr int kFreeTriesPerAccount = 10;
inline constexpr int kFreeTriesPerAddress = 30;           // many may share one
inline constexpr std::chrono::seconds kTryPauseMin = 1s;  // doubled by every further try
inline constexpr std::chrono::seconds kTryPauseMaxPerAccount = 300s;
inline constexpr std::chrono::seconds kTryPauseMaxPerAddress = 900s;
inline constexpr std::chrono::hours kTriesForgotten = 1h;  // after the last one

// Audit
inline constexpr std::size_t kAuditTextBytes = 500;    // of each text of an event
inline constexpr std::size_t kAuditUnreadMax = 1'000;  // more are not counted

// HTTP outside ping bodies
inline constexpr std::uint64_t kRequestBodyBytes = 1024 * 1024;

}  // namespace muster::limits
