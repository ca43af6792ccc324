echo s >setuid && chmod 4755 setuid
echo g >setgid && chmod 2755 setgid
echo p >private && chmod 0600 private
echo r >read-only && chmod 0444 read-only
mkdir sticky && chmod 1777 sticky
mkdir closed && chmod 0700 closed && echo c >closed/f
chown 1000:1500 private
