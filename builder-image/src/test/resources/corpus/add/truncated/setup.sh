head -c 100000 /dev/urandom >f && tar -czf b.tar.gz f && head -c 50000 b.tar.gz >a.tar.gz && rm b.tar.gz
