# The root file system of the corpus's base images: a static busybox under all its names, and a few users.
# Run in an empty folder as root of a user namespace.
umask 022
mkdir -p bin dev etc proc root run srv/data sys tmp usr/bin usr/lib usr/sbin var/tmp home/app
chmod 1777 tmp var/tmp
chmod 0700 root
cp "$(command -v busybox)" bin/busybox
chmod 0755 bin/busybox
for applet in $(bin/busybox --list); do
  [ -e "bin/$applet" ] || ln -s busybox "bin/$applet"
done
ln -s usr/lib lib
ln -s data srv/link
echo base >usr/lib/base.txt
echo seed >srv/data/seed.txt
cat >etc/passwd <<'END'
root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/bin/false
app:x:1000:1000:app:/home/app:/bin/sh
odd:x:1001:2000:group of another number:/nowhere:/bin/sh
END
cat >etc/group <<'END'
root:x:0:
daemon:x:1:app
app:x:1000:
extra:x:1500:app,odd
odd:x:2000:
END
chmod 0644 etc/passwd etc/group
chown -R 1000:1000 home/app
mkdir opt
echo one >opt/one
ln opt/one opt/uno
mkdir opt/private
echo two >opt/private/two
chmod 0700 opt/private
chown 1000:1500 opt/private
