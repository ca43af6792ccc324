echo content >f && gzip -n f
