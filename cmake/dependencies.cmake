# Everything we link, all of it from Debian 12. The reason for each stands in ARCHITECTURE.md.

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(fmt REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(CURL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(PostgreSQL REQUIRED)
find_package(date REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(CLI11 REQUIRED)
find_package(GTest REQUIRED)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)

# Asio, Beast and Boost.JSON are compiled once, not in every file that uses them.
add_library(boost_json STATIC cmake/boost_json.cpp)
target_link_libraries(boost_json PUBLIC Boost::headers muster_build)

add_library(boost_asio STATIC cmake/boost_asio.cpp cmake/boost_beast.cpp)
target_compile_definitions(boost_asio PUBLIC
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
target_link_libraries(boost_asio PUBLIC
  Boost::headers muster_build OpenSSL::SSL OpenSSL::Crypto Threads::Threads)
