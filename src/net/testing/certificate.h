// A self-signed P-256 certificate for tests, made through OpenSSL and written to a directory of its
// own that goes away with it.
#pragma once

#include "net/http_server.h"

#include <filesystem>
#include <memory>
#include <string>

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

namespace muster::net::testing {

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "net_test_XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

class Certificate {
 public:
  // Valid for `name`, localhost and 127.0.0.1.
  explicit Certificate(const std::string& name = "localhost") { write(name); }

  // Replaces the files by a new key and certificate.
  void write(const std::string& name) {
    struct Delete {
      void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
      void operator()(X509* certificate) const { X509_free(certificate); }
      void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
      void operator()(std::FILE* file) const { std::fclose(file); }
    };
    const std::unique_ptr<EVP_PKEY, Delete> key(EVP_EC_gen("P-256"));
    const std::unique_ptr<X509, Delete> certificate(X509_new());
    X509* raw = certificate.get();
    X509_set_version(raw, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(raw), 1);
    X509_gmtime_adj(X509_getm_notBefore(raw), -3600);
    X509_gmtime_adj(X509_getm_notAfter(raw), 3600);
    X509_set_pubkey(raw, key.get());
    const std::string& text = name;
    X509_NAME_add_entry_by_txt(X509_get_subject_name(raw), "CN", MBSTRING_UTF8,
                               std::bit_cast<const unsigned char*>(text.c_str()), -1, -1, 0);
    X509_set_issuer_name(raw, X509_get_subject_name(raw));
    const std::string names = "DNS:" + name + ",DNS:localhost,IP:127.0.0.1";
    const std::unique_ptr<X509_EXTENSION, Delete> extension(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str()));
    X509_add_ext(raw, extension.get(), -1);
    X509_sign(raw, key.get(), EVP_sha256());

    const std::unique_ptr<std::FILE, Delete> chain(
        std::fopen(files().certificate_path.c_str(), "w"));
    PEM_write_X509(chain.get(), raw);
    const std::unique_ptr<std::FILE, Delete> secret(std::fopen(files().key_path.c_str(), "w"));
    PEM_write_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  }

  TlsFiles files() const { return {directory_.file("chain.pem"), directory_.file("key.pem")}; }
  std::string file(const std::string& name) const { return directory_.file(name); }

 private:
  TemporaryDirectory directory_;
};

}  // namespace muster::net::testing
