// ContactTests: which contacts are being sent a test message just now, so that each is sent one at
// a time. Part of Services. Any thread.
#pragma once

#include "core/project.h"

#include <mutex>
#include <optional>
#include <set>
#include <utility>

namespace muster::api {

class ContactTests {
 public:
  // Held while a test runs. The ContactTests outlive it.
  class Turn {
   public:
    Turn(Turn&& other) noexcept
        : tests_(std::exchange(other.tests_, nullptr)), contact_(other.contact_) {}
    Turn& operator=(Turn&& other) noexcept {
      std::swap(tests_, other.tests_);
      std::swap(contact_, other.contact_);
      return *this;
    }
    ~Turn() {
      if (tests_ != nullptr) tests_->end(contact_);
    }

   private:
    friend class ContactTests;
    Turn(ContactTests& tests, core::ChannelId contact) : tests_(&tests), contact_(contact) {}

    ContactTests* tests_;
    core::ChannelId contact_;
  };

  ContactTests() = default;
  ContactTests(const ContactTests&) = delete;
  ContactTests& operator=(const ContactTests&) = delete;

  // None while another test of that contact runs.
  std::optional<Turn> begin(core::ChannelId contact) {
    const std::scoped_lock lock(mutex_);
    if (!running_.insert(contact).second) return std::nullopt;
    return Turn(*this, contact);
  }

 private:
  void end(core::ChannelId contact) {
    const std::scoped_lock lock(mutex_);
    running_.erase(contact);
  }

  std::mutex mutex_;
  std::set<core::ChannelId> running_;
};

}  // namespace muster::api
