"""A server that speaks S3, in memory, for tests: says where it is, with which key, and ends when its input does.

Signatures are checked: what is signed wrongly, or with another key, is refused.
"""
import json
import os
import sys

# Three calls to make somebody who may do everything; from then on whoever calls must prove who it is.
os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "3"

import boto3  # noqa: E402
from moto.server import ThreadedMotoServer  # noqa: E402

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
endpoint = "http://%s:%d" % server.get_host_and_port()
how = {"endpoint_url": endpoint, "region_name": "us-east-1"}
nobody = {"aws_access_key_id": "nobody", "aws_secret_access_key": "nobody"}
iam = boto3.client("iam", **how, **nobody)
iam.create_user(UserName="node")
everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
iam.put_user_policy(UserName="node", PolicyName="everything", PolicyDocument=json.dumps(everything))
made = iam.create_access_key(UserName="node")["AccessKey"]
key = {"aws_access_key_id": made["AccessKeyId"], "aws_secret_access_key": made["SecretAccessKey"]}
boto3.client("s3", **how, **key).create_bucket(Bucket="attachments")
print(endpoint, key["aws_access_key_id"], key["aws_secret_access_key"], flush=True)
sys.stdin.read()
server.stop()
