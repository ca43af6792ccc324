echo f >f && tar -czf archive.txt f
