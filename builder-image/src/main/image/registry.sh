# Sourced. start_registry JDK-BIN SOURCES FOLDER: starts a registry for training, and sets registry to its process and host to its name.
# FOLDER/ca.crt is its authority, FOLDER/config.json a login.
# shellcheck shell=sh

start_registry() {
  "$1/keytool" -genkeypair -alias registry -keyalg EC -dname CN=localhost -ext san=dns:localhost,ip:127.0.0.1 -ext bc=ca:true \
    -keystore "$3/keys" -storepass training >/dev/null 2>&1
  "$1/keytool" -exportcert -rfc -alias registry -keystore "$3/keys" -storepass training >"$3/ca.crt" 2>/dev/null
  "$1/java" "$2/Registry.java" "$3/keys" "$3/port" &
  registry=$!
  until [ -s "$3/port" ]; do
    kill -0 "$registry"
    sleep 0.1
  done
  # shellcheck disable=SC2034
  host=localhost:$(cat "$3/port")
  echo "{\"auths\":{\"$host\":{\"auth\":\"dHJhaW5pbmc6dHJhaW5pbmc=\"}}}" >"$3/config.json"
}
