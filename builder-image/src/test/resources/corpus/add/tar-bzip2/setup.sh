echo f >f && tar -cjf a.tbz f
