# Sourced. start_registry JDK-BIN SOURCES FOLDER: starts a registry for training, and sets registry to its process and host to its name.
# FOLDER/ca.crt is its authority, FOLDER/config.json a login.
# shellcheck shell=sh

start_registry() {
  # As most have it, the certificate is not the authority's own.
  key "$@" -genkeypair -alias authority -keyalg EC -dname CN=authority -ext bc=ca:true
  key "$@" -exportcert -rfc -alias authority -file "$3/ca.crt"
  key "$@" -genkeypair -alias registry -keyalg EC -dname CN=localhost -ext san=dns:localhost,ip:127.0.0.1 -signer authority
  key "$@" -delete -alias authority
  "$1/java" "$2/Registry.java" "$3/keys" "$3/port" &
  registry=$!
  until [ -s "$3/port" ]; do
    kill -0 "$registry" || return 1
    sleep 0.1
  done
  # shellcheck disable=SC2034
  host=localhost:$(cat "$3/port")
  echo "{\"auths\":{\"$host\":{\"auth\":\"dHJhaW5pbmc6dHJhaW5pbmc=\"}}}" >"$3/config.json"
}

key() { # key JDK-BIN SOURCES FOLDER ARGUMENT...: keytool, on the registry's keys
  keytool=$1/keytool keys=$3/keys
  shift 3
  "$keytool" "$@" -keystore "$keys" -storepass training >/dev/null 2>&1
}
